"""Every page, in one list: looked at by axe and for sideways scrolling, and photographed.

A new page is added here. Names are those of the pictures.
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
    "openings": "/openings/",
    "heard": "/heard/",
    "runs": "/runs/",
    "attention": "/attention/",
    "discover": "/discover/",
    "questions": "/discover/questions/",
    "pool": "/pool/",
    "pool-nobody-found": "/pool/?q=nobody-has-this",
    "pool-medallists": "/pool/?silver=any",
    "settings": "/settings/",
    "not-found": "/nowhere/",
}
MANAGER_PAGES = {"big-goal": "/goal/"}
#: These lead on from a person's page.
PERSON_PAGES = {
    "candidate": "",
    "brief": "brief/",
    "swap": "swap/",
    "changes": "changes/",
    "details": "details/",
    "pace": "pace/",
    "bring-in": "bring-in/",
    "silver": "silver/",
}
