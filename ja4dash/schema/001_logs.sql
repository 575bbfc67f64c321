-- Database of the raw requests.
CREATE DATABASE IF NOT EXISTS {logs:Identifier}
