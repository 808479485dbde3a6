import pymysql


class Database:
    def __init__(self):
        self.connection = pymysql.connect(host="localhost", database="people")

    def find(self, name):
        cursor = self.connection.cursor()
        query = "SELECT * FROM people WHERE name = '%s'" % name  # expect: sql-injection
        cursor.execute(query)
        return cursor.fetchall()
