package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banken-ot/banken/deploy/conformance"
	"github.com/banken-ot/banken/sensor/alert"
	"github.com/banken-ot/banken/sensor/capture/ring/ringtest"
	"github.com/banken-ot/banken/sensor/control"
	"github.com/banken-ot/banken/sensor/store"
)

// framesOf are those of a capture of the conformance set.
func framesOf(t *testing.T, name string) [][]byte {
	t.Helper()
	for _, e := range conformance.Set() {
		if e.Name == name {
			frames, err := e.Frames()
			if err != nil {
				t.Fatal(err)
			}
			return frames
		}
	}
	t.Fatalf("there is no capture %q", name)
	return nil
}

// kept waits for an incident of a kind in the store of a sensor, and returns it with
// how long that took.
func kept(t *testing.T, dir, kind string) (*alert.Incident, time.Duration) {
	t.Helper()
	began := time.Now()
	for deadline := began.Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		for _, i := range incidentsIn(t, dir) {
			for _, k := range i.Kinds {
				if k.Kind == kind {
					return i, time.Since(began)
				}
			}
		}
	}
	t.Fatalf("no incident of kind %s within 20 s: %+v", kind, incidentsIn(t, dir))
	return nil, 0
}

func incidentsIn(t *testing.T, dir string) (list []*alert.Incident) {
	t.Helper()
	r, err := store.OpenReadOnly(filepath.Join(dir, store.Name))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	all, err := r.Incidents(store.IncidentFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		i := &alert.Incident{}
		if err := json.Unmarshal(x.Document, i); err != nil {
			t.Fatal(err)
		}
		list = append(list, i)
	}
	return list
}

// TestRunWatches: an operation that is never learned is an incident from the first
// minute, on the disk before anybody is told; it is there after a kill, and the next
// sensor goes on with it.
func TestRunWatches(t *testing.T) {
	ringtest.Namespace(t)
	sender := ringtest.NewSender(t, ringtest.Plant)
	dir := t.TempDir()
	p := start(t, dir)
	if err := sender.Send(framesOf(t, "dnp3/function-013")...); err != nil {
		t.Fatal(err)
	}
	i, took := kept(t, dir, "dnp3-restart")
	t.Logf("on the disk %s after it was sent", took)
	if !i.Tier().Top() || i.State != alert.Open {
		t.Errorf("%+v", i)
	}
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.cmd.Wait()
	if !strings.Contains(p.said.String(), i.ID) {
		t.Errorf("nobody was told of %s: %s", i.ID, p.said.String())
	}

	p = start(t, dir)
	defer p.end(t)
	list, err := control.Dial(p.socket).Incidents(context.Background(), false)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(list.Incidents, func(x control.Brief) bool { return x.ID == i.ID }) {
		t.Errorf("%s is forgotten: %+v", i.ID, list)
	}
}
