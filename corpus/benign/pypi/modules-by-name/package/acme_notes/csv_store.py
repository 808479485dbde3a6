KIND = "csv"
