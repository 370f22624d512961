package store

import "time"

// MaxPoints is how many points a span of health has at most: one for each pixel of a wide
// screen.
const MaxPoints = 1500

// HealthSpan returns the health from a time on, before another, in at most so many points,
// the first first; 0, or more than MaxPoints, is MaxPoints. A point has all that was seen
// in its part of the span; parts of which nothing is known have none. The first part begins
// at or before the span, so that whole hours are in one: what is more than two days old is
// known by the hour, and has no more points than that.
//
// The zero time is that of the oldest there is. The width is how long the part of a point is.
func (v *View) HealthSpan(from, before time.Time, points int) (all []Health, width time.Duration, err error) {
	if points <= 0 || points > MaxPoints {
		points = MaxPoints
	}
	if from.IsZero() {
		if from, err = v.oldestHealth(before); err != nil {
			return nil, time.Minute, err
		}
	}
	if from, width = parts(from, before, points); width == 0 {
		return nil, time.Minute, nil
	}
	const columns = "covered, frames, withheld, lost, dropped, missed, unparsed, undecoded, blind, transactions"
	all, err = list(v, scanHealth, `SELECT min((start - ?1) / ?2) * ?2 + ?1, sum(covered), sum(frames), sum(withheld), sum(lost), sum(dropped), sum(missed), sum(unparsed),
		sum(undecoded), sum(blind), group_concat(transactions, '') FROM (SELECT start, `+columns+` FROM health_hours WHERE start >= ?1 AND start < ?3
		UNION ALL SELECT start, `+columns+` FROM health_minutes WHERE start >= ?1 AND start < ?3) GROUP BY (start - ?1) / ?2 ORDER BY 1`, stamp(from), int64(width), stamp(before))
	return all, width, err
}

// longest is the longest span that is looked at: longer than anything is kept.
const longest = 50 * year

// widths are those of points, which whole hours can be told in: an hour is of some of
// them, or they are of some hours.
var widths = [...]time.Duration{1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60}

// parts returns the least width of points by which a span has at most so many, and where
// the first begins; 0 where there is no span.
func parts(from, before time.Time, points int) (first time.Time, width time.Duration) {
	if !from.Before(before) {
		return from, 0
	}
	if long := before.Add(-longest); from.Before(long) {
		from = long
	}
	fits := func(width time.Duration) bool {
		first = from.Truncate(width)
		return before.Sub(first) <= width*time.Duration(points)
	}
	for _, minutes := range widths {
		if fits(minutes * time.Minute) {
			return first, minutes * time.Minute
		}
	}
	width = (before.Sub(from)/time.Duration(points) + time.Hour).Truncate(time.Hour)
	for !fits(width) {
		width += time.Hour
	}
	return first, width
}

// oldestHealth returns from when on there is anything; at the latest a time.
func (v *View) oldestHealth(latest time.Time) (time.Time, error) {
	at, err := one(v, scanNumber, "SELECT min(coalesce((SELECT min(start) FROM health_hours), ?1), coalesce((SELECT min(start) FROM health_minutes), ?1), ?1)", stamp(latest))
	return moment(at), err
}

func scanNumber(row scanner) (n int64, err error) {
	err = row.Scan(&n)
	return n, err
}
