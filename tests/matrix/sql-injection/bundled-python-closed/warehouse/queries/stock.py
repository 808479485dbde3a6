from sqlalchemy import create_engine, text

engine = create_engine("sqlite:///warehouse.db")


def stock_of(article):
    with engine.connect() as connection:
        return connection.execute(text("SELECT amount FROM stock WHERE article = :article"), {"article": article}).scalar()
