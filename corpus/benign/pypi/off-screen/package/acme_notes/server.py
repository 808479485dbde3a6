COLUMNS = ["name",                                                                                                                                                                                                                            "note"]
BANNER = """notes                                                                                                                                                                                                                            1.0"""
READY = True                                                                                                                                                                                                                            # wide


def main():
    print(COLUMNS, BANNER, READY)
