/* SPDX-License-Identifier: Apache-2.0 */
/* Seals, proofs and evidence: taken off one by one, or forbidden. */
#include "tests/plugins/access_list/fixture.h"
#include "tests/tap/tap.h"

#define SEAL_WAYS                                                              \
    "  or: check with the authority that keeps the record instead "            \
    "(部门核验)\n"                                                         \
    "  or: apply to the keeper for admission of the seal item (申请准入)\n"

static struct fake_host fake;

static const char *
decide(const char *duty, const char *more)
{
    return fake_host_decide(&fake, TASK_PUBLISH, MZJ, fixture_task(duty, more));
}

static void
test_allowed(void)
{
    fake_host_set_day(&fake, "2026-06-30");
    is_text(decide("mz-003", ", 'seals': ['yz-10', 'yz-07']"), "",
            "seals: the duty's, on the last day of one");
    fake_host_set_day(&fake, "2026-11-22");
    is_text(decide("yz-08", ", 'seals': ['yz-08']"), "",
            "seals: a task about a seal item may ask for it");
    is_text(decide("mz-003", ", 'proofs': ['居住', '居住证明']"), "",
            "proofs: the duty's, with and without 证明");
    is_text(decide("mz-003", ", 'evidence': ['photo']"), "",
            "evidence: the duty's");
}

static void
test_seals(void)
{
    is_text(decide("mz-003", ", 'seals': ['yz-07', 'yz-08']"),
            "strip seals seal-not-allowed at /data/seals/1\n"
            "  duty \"mz-003\" may not ask for seal item \"yz-08\"\n"
            "  cites access 2026-1, entry mz-003, clause 第三十三条\n"
            "  or: 由民政信息系统直接取数\n" SEAL_WAYS
            "  strip /data/seals/1: 1 seal at 2 offices, seal-not-allowed\n",
            "seals: listed, but not for this duty");
    is_text(decide("mz-003", ", 'seals': ['yz-99']"),
            "strip seals seal-not-allowed at /data/seals/0\n"
            "  seal item \"yz-99\" is not on list \"access\" version "
            "\"2026-1\"\n"
            "  cites access 2026-1, entry mz-003, clause 第三十三条\n"
            "  or: 由民政信息系统直接取数\n" SEAL_WAYS
            "  strip /data/seals/0: 1 seal at 2 offices, seal-not-allowed\n",
            "seals: the duty allows one that is not listed");
    is_text(decide("lx-10", ", 'seals': ['mz-003']"),
            "strip seals seal-not-allowed at /data/seals/0\n"
            "  seal item \"mz-003\" is not on list \"access\" version "
            "\"2026-1\"\n"
            "  cites access 2026-1, entry mz-003, clause 第三十三条\n"
            "  or: 由民政信息系统直接取数\n" SEAL_WAYS
            "  strip /data/seals/0: 1 seal at 2 offices, seal-not-allowed\n",
            "seals: a work item is no seal");
    is_text(decide("mz-003", ", 'seals': ['yz-09']"),
            "strip seals seal-not-allowed at /data/seals/0\n"
            "  seal item \"yz-09\" is of class negative\n"
            "  cites access 2026-1, entry yz-09, clause 印章清单第9项\n"
            "  or: 由派出所开具\n" SEAL_WAYS
            "  strip /data/seals/0: 1 seal at 2 offices, seal-not-allowed\n",
            "seals: negative, though the duty allows it");
    is_text(decide("mz-003", ", 'seals': ['yz-10']"),
            "strip seals seal-not-allowed at /data/seals/0\n"
            "  seal item \"yz-10\" is not in force on 2026-11-22\n"
            "  cites access 2026-1, entry yz-10\n" SEAL_WAYS
            "  strip /data/seals/0: 1 seal at 2 offices, seal-not-allowed\n",
            "seals: no longer in force");
}

static void
test_proofs(void)
{
    const char *forbidden =
        "refuse proofs proof-forbidden at /data/proofs/0\n"
        "  no office may be asked to issue the proof \"婚姻状况证明\"\n"
        "  cites access 2026-1, entry 婚姻状况, clause "
        "民发〔2020〕20号附件第8项\n"
        "  or: 向婚姻登记机关核实\n";
    is_text(decide("mz-003", ", 'proofs': ['婚姻状况证明']"), forbidden,
            "proofs: forbidden, found without 证明");
    is_text(decide("mz-003", ", 'proofs': ['健在']"),
            "refuse proofs proof-forbidden at /data/proofs/0\n"
            "  no office may be asked to issue the proof \"健在\"\n"
            "  cites access 2026-1, entry 健在证明\n"
            "  or: 本人承诺（告知承诺制）\n",
            "proofs: forbidden, listed with 证明");
    is_text(decide("mz-003", ", 'proofs': ['收入', '证明']"),
            "strip proofs proof-not-allowed at /data/proofs/0\n"
            "  duty \"mz-003\" may not ask for the proof \"收入\"\n"
            "  cites access 2026-1, entry mz-003, clause 第三十三条\n"
            "  or: 由民政信息系统直接取数\n"
            "  or: accept a self-declaration (告知承诺制)\n"
            "  strip /data/proofs/0: 1 proof at 2 offices, "
            "proof-not-allowed\n"
            "strip proofs proof-not-allowed at /data/proofs/1\n"
            "  duty \"mz-003\" may not ask for the proof \"证明\"\n"
            "  cites access 2026-1, entry mz-003, clause 第三十三条\n"
            "  or: 由民政信息系统直接取数\n"
            "  or: accept a self-declaration (告知承诺制)\n"
            "  strip /data/proofs/1: 1 proof at 2 offices, "
            "proof-not-allowed\n",
            "proofs: not among the duty's; 证明 alone is a name");
}

static void
test_evidence(void)
{
    is_text(decide("mz-003", ", 'evidence': ['photo', 'album']"),
            "strip evidence evidence-not-allowed at /data/evidence/1\n"
            "  duty \"mz-003\" may not ask for evidence \"album\"\n"
            "  cites access 2026-1, entry mz-003, clause 第三十三条\n"
            "  or: 由民政信息系统直接取数\n"
            "  or: rely on the office's own working records (原始工作记录)\n"
            "  strip /data/evidence/1: 1 evidence at 2 offices, "
            "evidence-not-allowed\n",
            "evidence: not among the duty's");
}

/* What needs no entry still speaks. */
static void
test_unlisted_duty(void)
{
    is_text(decide("xx-99",
                   ", 'seals': ['yz-07', 'yz-98'], "
                   "'proofs': ['收入', '婚姻状况'], 'evidence': ['album']"),
            "refuse known duty-not-listed at /data/duty\n"
            "  duty \"xx-99\" is not on list \"access\" version \"2026-1\"\n"
            "  cites access 2026-1\n"
            "  or: apply to the keeper for admission of the duty (申请准入)\n"
            "strip seals seal-not-allowed at /data/seals/1\n"
            "  seal item \"yz-98\" is not on list \"access\" version "
            "\"2026-1\"\n"
            "  cites access 2026-1\n" SEAL_WAYS
            "  strip /data/seals/1: 1 seal at 2 offices, seal-not-allowed\n"
            "refuse proofs proof-forbidden at /data/proofs/1\n"
            "  no office may be asked to issue the proof \"婚姻状况\"\n"
            "  cites access 2026-1, entry 婚姻状况, clause "
            "民发〔2020〕20号附件第8项\n"
            "  or: 向婚姻登记机关核实\n",
            "an unlisted duty hears what its items lack as well");
}

int
main(void)
{
    fixture_open(&fake);
    test_allowed();
    test_seals();
    test_proofs();
    test_evidence();
    test_unlisted_duty();
    fake_host_close(&fake);
    return tap_done();
}
