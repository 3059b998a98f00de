"""What may be said: item and link types, partial dates, places, grades and markings."""
