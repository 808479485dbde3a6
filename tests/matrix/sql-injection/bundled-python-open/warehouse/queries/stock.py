from sqlalchemy import create_engine, text

engine = create_engine("sqlite:///warehouse.db")


def stock_of(article):
    with engine.connect() as connection:
        statement = f"SELECT amount FROM stock WHERE article = '{article}'"  # expect: sql-injection
        return connection.execute(text(statement)).scalar()
