import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Stuck, Text } from '../../api.ts';
import { useSpeech } from '../../language.tsx';
import { clock } from '../../questions.ts';
import { stuckAddress, stuckList } from '../../stuck-questions.ts';
import type { StuckAsked } from '../../stuck-questions.ts';
import { texts } from '../../stuck-texts.ts';
import { roles, stuckCauses, texts as common, workflowNames } from '../../texts.ts';
import { Failed, Loading, Message } from '../message.tsx';
import { NextPages } from '../next-pages.tsx';
import { Table } from '../table.tsx';
import { withoutOverdue } from '../task-title.tsx';

/** Each with why it stands still, since when against what is usual, and who can move it. */
export function StuckList({ asked }: { asked: StuckAsked }) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery(stuckList(asked));
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <>
      {data.items.length === 0 ? (
        <Message kind="success" heading={say(common.nothingStuck)} />
      ) : (
        <Table
          caption={say(common.stuck)}
          heads={[common.oneCase, common.whyStuck, common.whoCan, common.overdueSince].map(say)}
        >
          {data.items.map((stuck) => (
            <Row key={stuck.id} stuck={stuck} asked={asked} />
          ))}
        </Table>
      )}
      <NextPages asked={asked} next={data.next}>
        <a href={stuckAddress('/api/stuck/csv', asked)} download>
          {say(common.asCsv)}
        </a>
      </NextPages>
    </>
  );
}

function Row({ stuck, asked }: { stuck: Stuck; asked: StuckAsked }) {
  const { say, instant } = useSpeech();
  const { data: time } = useQuery(clock);
  const days = time ? Math.floor((Date.parse(time.now) - Date.parse(stuck.since)) / 86_400_000) : undefined;
  return (
    <tr>
      <th scope="row" data-title={say(common.oneCase)}>
        <Link to="/forloeb/$id" params={{ id: stuck.root }}>
          {say(common.oneCase)} {stuck.root.slice(0, 8)}
        </Link>
        <span className="secondary block">
          {say(workflowNames[stuck.workflow as keyof typeof workflowNames])}, {stuck.municipalityName}
        </span>
      </th>
      <td data-title={say(common.whyStuck)}>
        {withoutOverdue(stuck.title, say)}
        <span className="secondary block">{say(stuckCauses[stuck.cause])}</span>
      </td>
      <td data-title={say(common.whoCan)}>
        <span className="starts-large">{say(roles[stuck.role as keyof typeof roles])}</span>,{' '}
        <Link to="/forloeb-i-staa" search={{ ...asked, efter: undefined, hos: stuck.organisation }}>
          {stuck.organisationName}
        </Link>
        <span className="secondary block">
          {stuck.cause !== 'failedEffect' && `${say(stuck.claimed ? common.someoneHasIt : common.nobodyHasIt)} · `}
          {say(common.duty)}: {stuck.dutyContact}
        </span>
      </td>
      <td data-title={say(common.overdueSince)}>
        <time dateTime={stuck.since}>{instant(stuck.since)}</time>
        <span className="secondary block">
          {days !== undefined && `${days} ${say(days === 1 ? texts.day : texts.days)}`}
          {stuck.toldAt && ` · ${say(texts.reminded)} ${instant(stuck.toldAt)}`}
        </span>
        {time && <Dwell stuck={stuck} now={time.now} />}
      </td>
    </tr>
  );
}

/** How long it has waited in its state, beside how long others did. */
function Dwell({ stuck: { waitingSince, usual }, now }: { stuck: Stuck; now: string }) {
  const { say } = useSpeech();
  if (!waitingSince || !usual) return null;
  const waited = (Date.parse(now) - Date.parse(waitingSince)) / 3_600_000;
  return (
    <span className="secondary block">
      {say(texts.waitedFor)} {spoken(waited, say)}, {say(texts.usual)} {spoken(usual.medianHours, say)} (
      {say(texts.atMost)} {spoken(usual.p90Hours, say)})
      {waited > usual.p90Hours && <strong className="block">{say(texts.longerThanUsual)}</strong>}
    </span>
  );
}

/** In whole hours up to two days, then in days. */
function spoken(hours: number, say: (text: Text) => string): string {
  const rounded = hours < 48 ? Math.max(1, Math.round(hours)) : Math.round(hours / 24);
  const unit = hours < 48 ? (rounded === 1 ? texts.hour : texts.hours) : rounded === 1 ? texts.day : texts.days;
  return `${rounded} ${say(unit)}`;
}
