// The review of ESCP 2020-09-01 in DuckDB at its best: one level of sub-queries, bytes or-ed, months by a join
// with a table of dates. duckdb_review.mjs FOLDER STATUSES: reads reviews.csv and answers.csv there; prints the
// seconds on a core of the fastest run, on one thread, into a table; exits with 1 where an answer differs.

import { createRequire } from "node:module";
import path from "node:path";

const [folder, statuses] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(path.join(folder, "x.js"))("@duckdb/node-api");
const s = JSON.parse(statuses);
const db = await (await DuckDBInstance.create(":memory:")).connect();
await db.run("set threads = 1");

const head = (await (await db.run(
  `select * from read_csv('${folder}/reviews.csv', header = true) limit 0`)).columnNames());
const type = (name) => (name === "id" || /day|since|started/.test(name) ? "INTEGER" : "UTINYINT");
const types = head.map((name) => `'${name}': '${type(name)}'`).join(", ");
await db.run(`create table reviews as select * from read_csv('${folder}/reviews.csv', header = true, columns = {${types}})`);
await db.run(`create table answers as select * from read_csv('${folder}/answers.csv', header = true,
  columns = {'id': 'INTEGER', 'status': 'INTEGER', 'first_day': 'INTEGER', 'last_day': 'INTEGER', 'error': 'INTEGER'})`);
// Last days by first day and months, as days since 1970; the sum of months clamps here too.
await db.run(`create table dates as
  select d::INTEGER as day, m::UTINYINT as months,
         datediff('day', date '1970-01-01', ((date '1970-01-01' + d::INTEGER) + to_months(m::INTEGER))::date) - 1 as last
  from range(17000, 23000) days(d), range(1, 25) lengths(m)`);
await db.run("create table six as select day, last from dates where months = 6");
await db.run("create table ten as select day, last from dates where months = 10");

const majors = head.filter((name) => name.startsWith("findings_major_"));
const held = head.filter((name) => name.startsWith("held_"));
const over = majors.map((m) => `${m} > ${m === "findings_major_safety" ? 12 : 6}`).join(" or ");
const open = ["findings_minor", ...majors].join(" | ");
const fact = (name, most) => `(${name} > ${most} and ${name} <> 255)`;
const query = `
create or replace table verdicts as
with seen as (
  select id, day, cycle, cycle_since, cycle_started_on, zero, criticals, findings_critical = 0 as disclosed,
         hidden and fact_willing_to_remediate <> 1 as ended, ever <> 0 as ever, many,
         (majors | zero | criticals) = 0 as nothing, fact_cap_submitted = 1 as plan,
         fact_programme_decision as decision, fact_factory_choice as choice,
         fact_remediation_months as of_remediation,
         fact_termination_months as of_termination,
         ${fact("fact_cap_submitted", 1)} or ${fact("fact_willing_to_remediate", 1)} or
         ${fact("fact_programme_decision", 2)} or ${fact("fact_factory_choice", 2)} or ever > 1 or
         fact_remediation_months not in (9, 12) or fact_termination_months not between 6 and 24 or
         cycle_started_on > cycle_since as bad
  from (select *, (findings_zero_tolerance | findings_zero_tolerance_transparent) as zero,
               (findings_critical | findings_critical_record_inconsistency_transparent) as criticals,
               (${open}) as majors, findings_zero_tolerance <> 0 as hidden, (${held.join(" | ")}) as ever,
               (${over}) as many
        from reviews)),
ruled as (
  select *, case when ended then ${s.terminated} when zero <> 0 then ${s.assessed}
                 when criticals <> 0 then
                   case when not (disclosed and ever) then ${s.assessed} when decision = 1 then ${s.probation}
                        when decision = 2 and choice = 1 then ${s.probation}
                        when decision = 2 and choice = 0 then ${s.remediation} else ${s.assessed} end
                 when many then ${s.assessed} when nothing then ${s.approved}
                 when plan then ${s.progressing} else ${s.assessed} end::UTINYINT as status
  from seen),
timed as (
  select *, status not in (${s.assessed}, ${s.progressing}, ${s.approved}) as term,
         case status when ${s.terminated} then of_termination when ${s.probation} then 12
                     when ${s.remediation} then of_remediation when ${s.progressing} then 6 else 0 end as months,
         case when cycle = status then cycle_since else day end as since
  from ruled)
select id, case when error <> 0 then -1 else status end as status,
       case when error <> 0 then -2147483648 else since end as first_day,
       case when error <> 0 then -2147483648 when term then own else least(limit_day, coalesce(own, limit_day)) end
         as last_day, error
from (select t.*, own.last as own, ten.last as limit_day,
             case when bad then -1
                  when ten.last < t.day or (t.cycle = ${s.progressing} and ended_six.last < t.day) or
                       t.cycle not in (${s.assessed}, ${s.progressing}, ${s.approved}) then 300 else 0 end as error
      from timed t join ten on ten.day = t.cycle_started_on join six ended_six on ended_six.day = t.cycle_since
      left join dates own on own.day = t.since and own.months = t.months)`;
let best = Infinity;
for (let turn = 0; turn < 5; ++turn) {
  const start = process.cpuUsage();  // of all threads, whatever else the machine does
  await db.run(query);
  const { user, system } = process.cpuUsage(start);
  best = Math.min(best, (user + system) / 1e6);
}
const differ = await (await db.runAndReadAll(`
  select count(*) from verdicts v full join answers a using (id)
  where v.status is distinct from a.status or v.first_day is distinct from a.first_day or
        v.last_day is distinct from a.last_day or v.error is distinct from a.error`)).getRows();
if (Number(differ[0][0]) !== 0) {
  const some = await (await db.runAndReadAll(`
    select v.*, a.* from verdicts v full join answers a using (id)
    where v.status is distinct from a.status or v.first_day is distinct from a.first_day or
          v.last_day is distinct from a.last_day or v.error is distinct from a.error limit 1`)).getRows();
  console.log(`${differ[0][0]} rows differ: ${some[0].join(" ")}`);
  process.exit(1);
}
console.log(JSON.stringify({ seconds: best }));
