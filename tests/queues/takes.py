"""The order in which entries leave a store's queue, as the database itself sees it."""

TRIGGERS = {
    "sqlite": ("CREATE TABLE takes (n INTEGER PRIMARY KEY AUTOINCREMENT, id BIGINT)",
               "CREATE TRIGGER took AFTER UPDATE OF state ON launch_entries WHEN NEW.state = 'taken' AND OLD.state = 'waiting' BEGIN INSERT INTO takes (id) VALUES (NEW.id); END"),
    "postgresql": ("CREATE TABLE takes (n BIGINT GENERATED ALWAYS AS IDENTITY, id BIGINT)",
                   "CREATE FUNCTION took() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO takes (id) VALUES (NEW.id); RETURN NULL; END'",
                   "CREATE TRIGGER took AFTER UPDATE OF state ON launch_entries FOR EACH ROW WHEN (NEW.state = 'taken' AND OLD.state = 'waiting') EXECUTE FUNCTION took()"),
}


def watch(sql, store):
    for statement in TRIGGERS[store]:
        sql(statement)


def taken_late(sql, slack):
    """How many were taken, and by how many places those were late that were late by more than the slack."""
    taken = [(int(priority), int(place)) for priority, place in sql("SELECT e.priority, e.place FROM takes t JOIN launch_entries e ON e.id = t.id ORDER BY t.n")]
    places = {each: number for number, each in enumerate(sorted(taken))}
    return len(taken), [number - places[each] for number, each in enumerate(taken) if number - places[each] > slack]
