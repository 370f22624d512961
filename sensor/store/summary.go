package store

import "time"

// Summary is how many transactions of one sort there were in an hour or a day.
type Summary struct {
	Start   time.Time // of the hour, or day, UTC
	Channel ChannelKey
	// Operation and Outcome are the words of a transaction's record.
	Operation, Outcome string
	Count              int64
	First, Last        time.Time
	// Timed is how many of them have a latency, of which these are the figures.
	Timed                               int64
	LatencyMin, LatencyMean, LatencyMax time.Duration
}

// Add adds what was counted elsewhere of the same sort.
func (s *Summary) Add(o *Summary) {
	s.Count += o.Count
	if s.First.IsZero() || o.First.Before(s.First) {
		s.First = o.First
	}
	if o.Last.After(s.Last) {
		s.Last = o.Last
	}
	if o.Timed == 0 {
		return
	}
	if s.Timed == 0 {
		s.LatencyMin = o.LatencyMin
	}
	s.LatencyMin, s.LatencyMax = min(s.LatencyMin, o.LatencyMin), max(s.LatencyMax, o.LatencyMax)
	s.Timed += o.Timed
	s.LatencyMean += time.Duration(float64(o.LatencyMean-s.LatencyMean) * float64(o.Timed) / float64(s.Timed))
}

const summaryColumns = "operation, outcome, count, first, last, timed, latency_min, latency_mean, latency_max"

// addSummary is how what is counted anew is added to a line.
const addSummary = ` ON CONFLICT (start, channel, operation, outcome) DO UPDATE SET
	count = count + excluded.count, first = min(first, excluded.first), last = max(last, excluded.last),
	latency_min = iif(timed = 0, excluded.latency_min, iif(excluded.timed = 0, latency_min, min(latency_min, excluded.latency_min))),
	latency_mean = (latency_mean * timed + excluded.latency_mean * excluded.timed) / max(timed + excluded.timed, 1),
	latency_max = max(latency_max, excluded.latency_max), timed = timed + excluded.timed`

// AddSummaries adds what was counted of hours. A store that is short of room refuses it
// with ErrFull: see Condition.
func (s *Store) AddSummaries(list []Summary) error {
	return s.Write(func(t *Tx) error { return t.AddSummaries(list) })
}

// AddSummaries is Store.AddSummaries in a transaction.
func (t *Tx) AddSummaries(list []Summary) error {
	if t.spared(tableHourly) {
		return t.err
	}
	for i := range list {
		if err := t.addSummary(&list[i]); err != nil {
			return err
		}
	}
	return t.err
}

func (t *Tx) addSummary(s *Summary) error {
	if s.Count < 1 || s.Start.IsZero() || s.Start.UnixNano()%int64(time.Hour) != 0 || len(s.Operation)+len(s.Outcome)+len(s.Channel.Protocol) > maxName {
		return t.refuse("a summary of %d transactions from %v: there must be some, of a whole hour", s.Count, s.Start)
	}
	if t.touchChannel(s, s.Channel) == 0 && t.err == nil {
		s.Channel = ChannelKey{}
		t.touchChannel(s, s.Channel)
	}
	t.exec("INSERT INTO transactions_hourly (start, channel, "+summaryColumns+`) SELECT ?, number, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM channels
		WHERE client = ? AND server = ? AND protocol = ? AND port = ? AND station = ?`+addSummary,
		append([]any{stamp(s.Start), s.Operation, s.Outcome, s.Count, stamp(s.First), stamp(s.Last), s.Timed, int64(s.LatencyMin), float64(s.LatencyMean), int64(s.LatencyMax)},
			s.Channel.columns()...)...)
	return t.err
}

// touchChannel notes that a channel was seen, unless it is one too many: then it changes
// nothing.
func (t *Tx) touchChannel(s *Summary, k ChannelKey) (changed int64) {
	return t.exec(`INSERT INTO channels (client, server, protocol, port, station, first, last, days, state)
		SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, 'active' WHERE ?1 = '' OR (SELECT lines FROM fills WHERE name = 'channels') < ?8
			OR EXISTS (SELECT 1 FROM channels WHERE client = ?1 AND server = ?2 AND protocol = ?3 AND port = ?4 AND station = ?5)
		ON CONFLICT (client, server, protocol, port, station) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last),
		days = days + (excluded.last / ?9 > last / ?9), state = 'active'`,
		append(k.columns(), stamp(s.First), stamp(s.Last), MaxChannels, int64(day))...)
}

const day = 24 * time.Hour

// Summaries returns what was counted of a channel in hours and days that begin from a time
// on, before another; the zero times are no bounds. The first comes first; what is more
// than some days old is there by the day.
func (v *View) Summaries(channel int64, from, before time.Time) (all []Summary, err error) {
	end := stamp(before)
	if before.IsZero() {
		end = 1<<63 - 1
	}
	for _, x := range []struct {
		table string
		step  time.Duration
	}{{tableDaily, day}, {tableHourly, time.Hour}} {
		// The beginnings there can be are looked up one by one: an index by channel would
		// have every batch written all over the file.
		some, err := list(v, scanSummary, `WITH RECURSIVE
			ends (first, last) AS (SELECT max((SELECT min(start) FROM `+x.table+`), ?2), min((SELECT max(start) FROM `+x.table+`), ?3)),
			starts (start) AS (SELECT (first + ?4 - 1) / ?4 * ?4 FROM ends WHERE first IS NOT NULL
				UNION ALL SELECT start + ?4 FROM starts WHERE start + ?4 <= (SELECT last FROM ends))
			SELECT t.start, `+summaryColumns+` FROM starts s CROSS JOIN `+x.table+` t ON t.start = s.start AND t.channel = ?1 WHERE t.start < ?3
			ORDER BY t.start, operation, outcome`, channel, stamp(from), end, int64(x.step))
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func scanSummary(row scanner) (s Summary, err error) {
	var start, first, last, low, high int64
	var mean float64
	err = row.Scan(&start, &s.Operation, &s.Outcome, &s.Count, &first, &last, &s.Timed, &low, &mean, &high)
	s.Start, s.First, s.Last = moment(start), moment(first), moment(last)
	s.LatencyMin, s.LatencyMean, s.LatencyMax = time.Duration(low), time.Duration(mean), time.Duration(high)
	return s, err
}

// maxFolded is how many lines of hours become days in one transaction.
const maxFolded = 1000

// foldHours adds the oldest hours that begin before a time to their days.
func (t *Tx) foldHours(before int64) int64 {
	const chosen = "FROM transactions_hourly WHERE start < ?1 ORDER BY start, channel, operation, outcome LIMIT ?2"
	added := t.exec("INSERT INTO transactions_daily (start, channel, "+summaryColumns+") SELECT start / ?3 * ?3, channel, "+summaryColumns+
		" FROM (SELECT * "+chosen+") WHERE 1"+addSummary, before, maxFolded, int64(day))
	if added == 0 {
		return 0
	}
	return t.exec("DELETE FROM transactions_hourly WHERE (start, channel, operation, outcome) IN (SELECT start, channel, operation, outcome "+chosen+")", before, maxFolded)
}
