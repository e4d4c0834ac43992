import tests.test_hostile_input as T, pytest, traceback
@pytest.mark.parametrize("operation", T.OPERATIONS, ids=[one.id for one in T.OPERATIONS])
def test_all(scene, operation):
    known=T.METHODS[operation.path]; bad=[]
    before=scene.counts(); n=0
    for a in T.attacks(operation, scene.path_of(operation), known, scene.max_body):
        n+=1
        try:
            r=scene.send(a)
        except Exception as e:
            bad.append(f"{a.method} {a.name}: EXC {e!r}"[:300]); continue
        try:
            if r.status_code>=500: bad.append(f"{a.name}: {r.status_code} {r.text[:200]}"); continue
            if a.refused and r.status_code<400: bad.append(f"{a.name}: taken {r.status_code}")
            after=scene.counts()
            if r.status_code>=400:
                if after!=before: bad.append(f"{a.name}: rows")
                T.check_refusal(r,a.name)
            before=after
        except AssertionError as e:
            bad.append(f"{a.method} {a.name}: {r.status_code} {str(e)[:200]!r}")
    assert not bad, f"{len(bad)} of {n}\n"+"\n".join(bad[:40])
scene=T.scene
