package store

import (
	"errors"
	"sync"
	"testing"
	"time"
)

// TestWriteFails: what fails undoes its own work alone, and does not go on writing
// after its failure.
func TestWriteFails(t *testing.T) {
	s := fresh(t)
	own := errors.New("own")
	if err := s.Write(func(x *Tx) error { must(t, x.PutIncident(incident(1))); return own }); err != own {
		t.Error(err)
	}
	err := s.Write(func(x *Tx) error {
		_ = x.PutIncident(incident(2))
		_ = x.PutIncident(&Incident{})
		if err := x.PutIncident(incident(3)); !errors.Is(err, ErrRefused) {
			t.Error(err)
		}
		return nil
	})
	if !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	if list := value[[]Incident](t)(s.Incidents(IncidentFilter{})); len(list) != 0 {
		t.Errorf("%d incidents", len(list))
	}
}

// TestWriteTogether: requests that share a transaction fail alone, panics go to who
// made them, and each sees what it wrote.
func TestWriteTogether(t *testing.T) {
	s := fresh(t)
	s.queue.turn <- struct{}{} // all wait, and are then carried out together
	errs, panics := make([]error, 40), make([]any, 40)
	var all sync.WaitGroup
	for n := range errs {
		all.Go(func() {
			defer func() { panics[n] = recover() }()
			errs[n] = s.Write(func(x *Tx) error {
				if err := x.PutIncident(incident(n)); err != nil {
					return err
				}
				if _, err := x.Incident(incident(n).ID); err != nil {
					return err
				}
				switch n % 4 {
				case 1:
					return x.SetMeta("", "")
				case 2:
					panic(n)
				}
				return nil
			})
		})
	}
	for len(waiting(s)) < len(errs) {
		time.Sleep(time.Millisecond)
	}
	<-s.queue.turn
	all.Wait()
	for n := range errs {
		_, err := s.Incident(incident(n).ID)
		stored := n%4 == 0 || n%4 == 3
		if (err == nil) != stored || (n%4 == 1) != errors.Is(errs[n], ErrRefused) || (n%4 == 2) != (panics[n] == n) {
			t.Errorf("%d: stored %v, failed %v, panicked %v", n, err == nil, errs[n], panics[n])
		}
	}
	whole(t, &s.View)
}

func waiting(s *Store) []*request {
	s.queue.mu.Lock()
	defer s.queue.mu.Unlock()
	return s.queue.waiting
}

// TestCloseWaits: what waited when the store was closed is stored; what comes later
// is refused. Nothing hangs.
func TestCloseWaits(t *testing.T) {
	for range 20 {
		s := fresh(t)
		errs := make([]error, 16)
		var all sync.WaitGroup
		for n := range errs {
			all.Go(func() { errs[n] = s.PutIncident(incident(n)) })
		}
		must(t, s.Close())
		all.Wait()
		s = opened(t, s.file, Options{})
		for n, err := range errs {
			_, loadErr := s.Incident(incident(n).ID)
			if err != nil && err != ErrClosed || (err == nil) != (loadErr == nil) {
				t.Errorf("%d: %v, then %v", n, err, loadErr)
			}
		}
		must(t, s.Close())
	}
}

// TestForeignKeys: what hangs on an incident goes with it, and cannot be without it.
func TestForeignKeys(t *testing.T) {
	s := fresh(t)
	must(t, s.PutIncident(incident(1)))
	value[int](t)(s.AddEvidence(incident(1).ID, Evidence{Text: "x"}))
	must(t, s.Write(func(x *Tx) error { x.exec("DELETE FROM incidents"); return nil }))
	if list := value[[]Evidence](t)(s.Evidence(incident(1).ID)); len(list) != 0 {
		t.Errorf("%+v", list)
	}
	if err := s.Write(func(x *Tx) error { x.exec("INSERT INTO evidence VALUES ('none', 1, 1, 1, 1, '')"); return nil }); err == nil {
		t.Error("evidence of no incident")
	}
}
