package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// CheckEvery is how long after a check of the whole store another is due.
const CheckEvery = 7 * 24 * time.Hour

// checkedKey is where the result of a check is kept.
const checkedKey = "store-checked"

// Checked is what came of the last check of the whole store.
type Checked struct {
	Time  time.Time     `json:"time"` // the zero time: there was none yet
	Took  time.Duration `json:"took_ns"`
	Fault string        `json:"fault"` // "" when all was whole
}

// Checked returns what came of the last check that the sensor made.
func (v *View) Checked() (c Checked, err error) {
	text, err := v.Meta(checkedKey)
	if errors.Is(err, ErrNotFound) {
		return c, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), &c)
	}
	return c, err
}

// CheckWhole checks the whole store, as Check does, and keeps what came of it. Others read
// and write meanwhile.
func (s *Store) CheckWhole(ctx context.Context) (Checked, error) {
	began := s.options.Now()
	found := s.Check(ctx)
	if err := ctx.Err(); err != nil {
		return Checked{}, err
	}
	c := Checked{Time: began.UTC(), Took: s.options.Now().Sub(began)}
	if found != nil {
		c.Fault = found.Error()
		c.Fault = c.Fault[:min(len(c.Fault), maxNote/2)]
	}
	text, err := json.Marshal(c)
	if err == nil {
		err = s.SetMeta(checkedKey, string(text))
	}
	return c, errors.Join(found, err)
}
