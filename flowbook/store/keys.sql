-- Headers of requests to other systems carry keys: they go with the request and stay nowhere. What is done loses its
-- content.

UPDATE turns SET body = (
    SELECT json_group_array(json_remove(one.value, '$.event.headers')) FROM json_each(turns.body) AS one
  ) WHERE body LIKE '%"http_requested"%';

UPDATE calls SET body = '' WHERE state = 'done';
