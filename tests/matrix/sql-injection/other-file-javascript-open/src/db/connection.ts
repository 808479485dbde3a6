import mysql from "mysql2/promise";

export const connection = mysql.createPool({ host: process.env.MYSQL_HOST, database: "jobs" });
