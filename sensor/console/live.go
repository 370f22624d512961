package console

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// anyRevision is a revision no site has: who asks for what changed since is answered at
// once.
const anyRevision = math.MaxUint64

// retry is how long the console waits before it asks again a sensor that did not answer.
const retry = 2 * time.Second

// live tells a browser of every change, as server-sent events (HTML, 9.2): the event
// "changed" with the revision as its id. It ends when the session does.
func (c *Console) live(w http.ResponseWriter, r *http.Request, v *view) {
	since, err := strconv.ParseUint(r.FormValue("since"), 10, 64)
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		since, err = strconv.ParseUint(last, 10, 64)
	}
	if err != nil {
		c.fault(w, v, http.StatusBadRequest, errWrongRevision)
		return
	}
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	if err := stream(w, out, ": here\n\n"); err != nil {
		return
	}
	for c.stillIn(r) {
		now, err := c.o.Sensor.Changed(r.Context(), since)
		line := ": still here\n\n"
		if err != nil {
			wait(r.Context(), retry)
		} else if now != since {
			since = now
			line = fmt.Sprintf("id: %d\nevent: changed\ndata: %d\n\n", now, now)
		}
		if r.Context().Err() != nil || stream(w, out, line) != nil {
			return
		}
	}
}

func stream(w http.ResponseWriter, out *http.ResponseController, text string) error {
	if _, err := w.Write([]byte(text)); err != nil {
		return err
	}
	return out.Flush()
}

func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
