# SPDX-License-Identifier: Apache-2.0
# A town's list below the county's, through a real gateway: what it may tighten,
# what is refused, what it does to a task of the county, and after a restart.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/e2e/lib.sh"

# publish SOURCE JSON: a list.publish, its verdict and findings.
publish() {
    jq -cn --arg source "$1" --arg id "$(echo "$2" | cksum)" --argjson data "$2" \
        '{specversion: "1.0", id: $id, source: $source,
          type: "dutygate.list.publish.v1", data: $data}' >"$TEST_DIR/list"
    ask "$TEST_DIR/list" >"$TEST_DIR/answer"
    findings
}
findings() {
    jq -r '.verdict, (.findings[] | "\(.verdict) \(.code): \(.text)",
        (.alternatives[]? | "  or: \(.)"))' "$TEST_DIR/answer"
}

# check [EXCLUDED]: what 民政局 is told about mzj-04 in the whole county.
check() {
    task "t-${1:-all}" mzj-04 mzj | jq -c --arg out "${1-}" \
        '.type = "dutygate.task.check.v1" |
         if $out == "" then . else .data.audience.exclude = [$out] end' \
        >"$TEST_DIR/task"
    ask "$TEST_DIR/task" >"$TEST_DIR/answer"
    findings
}

town='"list": "town", "level": "town", "upper": "access",
    "prefix": "522731105", "validfrom": "2026-01-01"'
duty='"code": "mzj-04", "title": "高龄津贴对象信息核对协助"'
tight="$duty, \"class\": \"negative\", \"clause\": \"镇清单第1项\""

gate_write
ok 'the gateway starts' gate_start
is 'roster and list of the county' "$(county_publish)" 'admit
admit'
is 'a town loosens' "$(publish town/522731105000 "{$town, \"version\": \"1\",
    \"entries\": [{$duty, \"class\": \"assisting\"}]}")" \
    'refuse
refuse layer-loosens: "mzj-04" is milder than "mzj-04" of list "access" version "2026-1", clause 第二章“依法协助事项”第10项: it lets more departments ask
  or: leave the entry out: then the list above holds'
is 'a town in the place of another' "$(publish town/522731104000 "{$town,
    \"version\": \"1\", \"entries\": []}" | cut -d: -f1)" 'refuse
refuse layer-not-own'
is 'a town tightens' "$(publish town/522731105000 "{$town, \"version\": \"1\",
    \"entries\": [{$tight}]}")" admit
told='refuse
refuse duty-negative: duty "mzj-04" is on the negative list and must not be handed down
  or: let the department do it itself (部门自行承担)
  or: leave out "522731105" (排除)'
is 'a task of the county' "$(check)" "$told"
is 'it cites the town' "$(jq -r '.list, .listversion, .clause' "$TEST_DIR/answer")" \
    'town
1
镇清单第1项'
is 'the way it was told' "$(check 522731105)" admit
gate_kill
ok 'it starts again' gate_start
is 'the same is said after a restart' "$(check)" "$told"

is 'the county makes it mandatory: nothing below holds it up' \
    "$(publish keeper/huishui "{\"list\": \"access\", \"version\": \"2026-2\",
    \"base\": \"2026-1\", \"validfrom\": \"2026-01-01\", \"entries\": [{$duty,
    \"class\": \"statutory\", \"mandatory\": true}]}")" 'admit
note layer-below: "mzj-04" of list "town" version "1", clause 镇清单第1项 does not fit under this any more: it may not be handed down any more'
is 'then the town refuses it no more' "$(check)" 'admit
note layer-void: duty "mzj-04" is on the negative list and must not be handed down; this does not count, since list "access" version "2026-2" marks the duty mandatory'
is 'nor may it' "$(publish town/522731105000 "{$town, \"version\": \"2\",
    \"entries\": [{$tight}]}" | sed -n 2p)" \
    'refuse layer-mandatory: "mzj-04" tightens away the mandatory "mzj-04" of list "access" version "2026-2": it may not be handed down any more'
is 'list show --list' "$(dutygate --socket "$gate_dir/run" \
    --as keeper/huishui list show --list town mzj-04)" \
    'town 1, in force from 2026-01-01
code         mzj-04
title        高龄津贴对象信息核对协助
kind         work
class        negative
clause       镇清单第1项
above: access 2026-2
code         mzj-04
title        高龄津贴对象信息核对协助
kind         work
class        statutory
mandatory    yes'
gate_stop
is 'it ends in peace' "$gate_status" 0
tap_done
