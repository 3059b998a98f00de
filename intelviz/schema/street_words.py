"""Words of addresses: kinds of street with their short forms, kinds of flat, counties, countries."""

from __future__ import annotations

_SURE = """
road rd|street str|avenue ave av avn|lane ln|drive drv|close cl clo|court ct crt|crescent cres cresc cr|grove grv gro
gardens gdns gdn|place pl|square sq|terrace terr ter tce|walk wlk|way wy|parade pde|row|mews ms|boulevard blvd|bypass
circus|promenade prom|esplanade esp|embankment emb|passage psge|alley aly|approach app|causeway|highway hwy|villas|wynd
"""
_LIKELY = """
hill hl|park pk|rise|view vw|green grn|mount mt|bank bk|brow|fold|croft|cliff|common|gate|garth|hey|path|quay|ride|side
vale|wharf|yard yd|bridge br|broadway bdwy|circle cir|cottages cotts|crossing|dale|dene|drove|end|estate est|ginnel
glade|heath|heights hts|link|loop|meadow|mead|meadows mdw|field|fields|roundabout rbt|spur|steps|track|turn|viaduct|wood
"""


def _groups(text: str) -> list[list[str]]:
    return [group.split() for line in text.strip().splitlines() for group in line.split("|")]


SURE_TYPES = frozenset(word for group in _groups(_SURE) for word in group) | {"st"}
"""Words that end the name of a street, long and short: nothing belongs to the street behind them."""
STREET_TYPES = SURE_TYPES | {word for group in _groups(_LIKELY) for word in group}
"""The same with words behind which a street's name may go on, as in Mill Hill Lane."""

FULL_WORDS = {
    **{short: group[0] for group in _groups(_SURE + _LIKELY.lstrip()) for short in group[1:]},
    **dict.fromkeys(("apartment", "apt", "flt"), "flat"),
    "hse": "house", "bldg": "building", "bldgs": "buildings", "bungalow": "bungalow", "cott": "cottage", "fm": "farm",
    "ind": "industrial", "gt": "great", "lt": "little", "upr": "upper", "lwr": "lower", "nth": "north", "sth": "south",
    "flr": "floor", "grd": "ground", "gnd": "ground", "bsmt": "basement", "ctr": "centre", "center": "centre",
}  # fmt: skip
"""Short words of addresses and what they stand for; "st" and "dr" depend on where they stand."""

UNIT_WORDS = "flat|apartment|apt|flt|unit|room|rm|suite|studio|maisonette|bedsit|plot|floor|chalet|caravan|cabin"

COUNTRIES = frozenset(
    {"uk", "u.k.", "united kingdom", "gb", "great britain", "england", "scotland", "wales", "northern ireland"}
)
_COUNTY_NAMES = """
avon|bedfordshire|beds|berkshire|berks|buckinghamshire|bucks|cambridgeshire|cambs|cheshire|cleveland|cornwall
county durham|co durham|cumbria|cumberland|westmorland|derbyshire|devon|dorset|east sussex|west sussex|sussex|essex
gloucestershire|glos|greater london|greater manchester|hampshire|hants|herefordshire|hertfordshire|herts|humberside
huntingdonshire|isle of wight|kent|lancashire|lancs|leicestershire|leics|lincolnshire|lincs|merseyside|middlesex|middx
norfolk|north yorkshire|n yorks|south yorkshire|s yorks|west yorkshire|w yorks|east yorkshire|east riding of yorkshire
yorkshire|yorks|northamptonshire|northants|northumberland|nottinghamshire|notts|oxfordshire|oxon|rutland|shropshire|salop
somerset|staffordshire|staffs|suffolk|surrey|tyne and wear|tyne wear|warwickshire|warks|west midlands|wiltshire|wilts
worcestershire|worcs|anglesey|clwyd|dyfed|gwent|gwynedd|mid glamorgan|south glamorgan|west glamorgan|powys|flintshire
denbighshire|monmouthshire|pembrokeshire|carmarthenshire|ceredigion|aberdeenshire|angus|argyll|ayrshire|banffshire
berwickshire|caithness|clackmannanshire|dumfriesshire|dunbartonshire|east lothian|midlothian|west lothian|fife
inverness shire|kincardineshire|kinross shire|kirkcudbrightshire|lanarkshire|morayshire|nairnshire|orkney|peeblesshire
perthshire|renfrewshire|ross shire|roxburghshire|selkirkshire|shetland|stirlingshire|sutherland|wigtownshire
county antrim|co antrim|county armagh|co armagh|county down|co down|county fermanagh|co fermanagh|county londonderry
co londonderry|county tyrone|co tyrone
"""
COUNTIES = frozenset(name for line in _COUNTY_NAMES.strip().splitlines() for name in line.split("|"))
"""Counties as ``fold_name`` writes them."""
