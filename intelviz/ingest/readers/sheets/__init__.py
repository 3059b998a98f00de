"""What readers of workbooks share: grids, cells, dates, the parts of Excel's formats."""
