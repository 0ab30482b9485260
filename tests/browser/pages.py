"""Every page, in one list: looked at by axe and for sideways scrolling, and photographed.

A new page is added here. Names are those of the pictures. States of a page that no address brings
about are in states.py.
"""

RECRUITER_PAGES = {
    "today": "/today/",
    "today-all": "/today/?all=1",
    "invest": "/invest/",
    "maintain": "/maintain/",
    "maintain-nobody-found": "/maintain/?q=nobody-has-this",
    "maintain-narrowed": "/maintain/?purpose=never_asked&sort=name",
    "maintain-all": "/maintain/?all=1",
    "person-add": "/people/new/",
    "goals": "/goals/",
    "goals-table": "/goals/?view=table",
    "openings": "/openings/",
    "heard": "/heard/",
    "runs": "/runs/",
    "runs-first": "/runs/1/",
    "runs-compared": "/runs/compare/?from=1&to=2",
    "attention": "/attention/",
    "discover": "/discover/",
    "questions": "/discover/questions/",
    "pool": "/pool/",
    "pool-nobody-found": "/pool/?q=nobody-has-this",
    "pool-medallists": "/pool/?silver=any",
    "settings": "/settings/",
    "not-found": "/nowhere/",
}
#: These are reached from a page by the first such link on it.
LED_TO = {
    "opening": ("/openings/", "a[id^=answer-]"),
    "opening-shared": ("/openings/", ".needs li:not(:has(a[id^=answer-])) h3 a"),
}
MANAGER_PAGES = {"big-goal": "/goal/"}
#: These lead on from a person's page.
PERSON_PAGES = {
    "candidate": "",
    "brief": "brief/",
    "swap": "swap/",
    "changes": "changes/",
    "contact": "contacts/",
    "snooze": "snooze/",
    "details": "details/",
    "pace": "pace/",
    "bring-in": "bring-in/",
    "silver": "silver/",
}
#: A person's own pages, by the pass that their link gives; those after "own-check" once they have
#: shown to be the person.
OWN_PAGES = {
    "own-closed": "/own/closed/",
    "own-page": "/own/",
    "own-sent": "/own/sent/",
    "own-check": "/own/check/",
    "own-data": "/own/data/",
    "own-erase": "/own/erase/",
}
