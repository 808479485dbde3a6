def upper(source):
    return source.upper()
