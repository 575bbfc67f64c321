-- Bots whose published address ranges this deployment knows.
SELECT DISTINCT bot_name
FROM dictionary(concat({processing:String}, '.dict_bot_ip'))
WHERE bot_name != ''
ORDER BY bot_name
