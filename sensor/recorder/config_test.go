package recorder

import (
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func logTo(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// TestValidate: every fault of a configuration is said at once.
func TestValidate(t *testing.T) {
	err := Config{SegmentOctets: 1, SegmentTime: 1, SyncEvery: 1, QueueOctets: 1, Reserve: -1, MaxAge: 1, MaxOctets: 1}.Validate()
	mustBe(t, err, ErrConfig)
	if n := strings.Count(err.Error(), "\n") + 1; n != 9 {
		t.Errorf("%d faults, want 9: %v", n, err)
	}
	if err := small("x").Validate(); err != nil {
		t.Error(err)
	}
	full := Config{Dir: "x", MaxOctets: 10 << 30, MaxAge: 30 * 24 * time.Hour, Interfaces: interfaces}
	if err := full.Validate(); err != nil {
		t.Error(err)
	}
}

// TestTooLarge: a limit the disk cannot hold is a fault of the configuration.
func TestTooLarge(t *testing.T) {
	c := small(t.TempDir())
	c.MaxOctets = 1 << 60
	_, err := Open(c)
	mustBe(t, err, ErrConfig)
}

// TestStateNames: health and metrics show these.
func TestStateNames(t *testing.T) {
	for s, want := range map[State]string{Stopped: "stopped", Recording: "recording", DiskFull: "stopped-disk-full", Failed: "error", 9: "unknown"} {
		if s.String() != want {
			t.Errorf("%d is %s, want %s", s, s, want)
		}
	}
}
