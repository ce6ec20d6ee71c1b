-- The views and TAP_SCHEMA have just been made anew, without the tables of collections of their own.
SELECT store.publish_collection(name) FROM store.collection WHERE published ORDER BY id;
