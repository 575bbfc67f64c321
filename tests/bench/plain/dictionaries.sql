SELECT name, type, status, element_count, attribute.names, last_successful_update_time, last_exception FROM system.dictionaries WHERE database = {processing:String}
