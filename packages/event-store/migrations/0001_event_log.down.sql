drop table event_store.parked_events;
drop table event_store.subscriptions;
drop table event_store.events;
drop function event_store.refuse_change();
drop function event_store.transaction_offset();
drop schema event_store;
