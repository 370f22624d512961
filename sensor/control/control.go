// Package control is the sensor's control socket: HTTP with JSON over a Unix
// socket, which the command line and the console ask, and the Prometheus metrics.
// Who may open the socket may ask: its file belongs to the sensor's user and group
// alone. Nothing listens on a network address.
//
//	GET /v1/status              health.Status
//	GET /v1/history?from=TIME   {"v":1,"samples":[health.Status],"changes":[health.Change]}
//	GET /v1/flows               the flows counted in the kernel, one JSON object a line
//	GET /v1/flows/services      Services: their sums by port
//	GET /v1/packets?flow=&from=&to=   a pcapng of recorded packets
//	GET /metrics                Prometheus text format
//
// Where the sensor has a site under watch, people are answered about it. Who sends a
// POST says who they are: it is noted in the audit trail. Texts for people are in all
// languages: {"en": "...", "ja": "..."}.
//
//	GET  /v1/today                        Today
//	GET  /v1/audit?before=N&limit=N       Audit, the latest first
//	GET  /v1/audit/check                  AuditCheck
//	GET  /v1/changes?since=N              Changes, as soon as there are any
//	GET  /v1/incidents?all=BOOL           Incidents
//	GET  /v1/incidents/ID                 Explanation
//	POST /v1/incidents/ID                 Decision; answers Brief
//	GET  /v1/forecast                     Learning
//	GET  /v1/baseline?waiting=BOOL&edition=N&standing=&text=&limit=N&after=&before=   Lines
//	GET  /v1/baseline/diff?old=N&new=N&after=&limit=N   Differences
//	POST /v1/baseline/examine             the file of an edition; answers Examined
//	GET  /v1/channels?state=&text=&after=&limit=N   Channels
//	POST /v1/baseline/decide              Approval; answers Approved
//	POST /v1/baseline/freeze              Freeze; answers Learning
//	POST /v1/baseline/import?who=&trust=  the file of an edition; answers EditionLine
//	POST /v1/baseline/rollback            Rollback; answers EditionLine
//	GET  /v1/editions                     History
//	GET  /v1/editions/N                   the file of an edition; 0 is the latest
//	GET  /v1/editions/next?who=&note=     the file of the one to be signed
//	POST /v1/editions?who=                that file, signed; answers EditionLine
//	GET  /v1/permits?all=BOOL             Permits
//	POST /v1/permits                      PermitRequest; answers Permit
//	GET  /v1/permits/TICKET               Permit
//	POST /v1/permits/close                PermitClosing; answers Permit
//	POST /v1/permits/review               PermitReview; answers Permit
//	GET  /v1/assets                       Assets
//	POST /v1/assets?who=                  a list in CSV; answers Assets
//	GET  /v1/assets/DEVICE/lines          DeviceLines
//	GET  /v1/talks                        Talks
//	GET  /v1/report/day?date=             DayReport
//	GET  /v1/report/month?month=          MonthReport
//	GET  /v1/drills                       Drills
//	POST /v1/drills                       drill.Order; answers DrillSheet
//	GET  /v1/drills/N                     DrillSheet; 0 is the one that runs, else the latest
//	POST /v1/drills/stop                  Actor; answers DrillSheet
//	POST /v1/drills/done                  DrillDeed; answers DrillSheet
//	POST /v1/drills/remark                DrillRemark; answers DrillSheet
//	GET  /v1/tags                         Tags
//	POST /v1/tags?who=                    a list in CSV; answers TagsImported
//	POST /v1/signin                       SignIn; answers account.Person
//	POST /v1/setup                        SetUp; answers account.Person
//	POST /v1/setup/link                   Actor; answers OneTime
//	GET  /v1/people                       PeopleList
//	POST /v1/people                       NewPerson; answers Added
//	GET  /v1/people/NAME                  account.Person
//	POST /v1/people/NAME/password         NewPassword; answers account.Person
//	POST /v1/people/NAME/role             NewRole; answers account.Person
//	POST /v1/people/NAME/disable          Disabling; answers account.Person
//	POST /v1/people/NAME/reset            Resetting; answers OneTime
//	GET  /v1/history?from=TIME&to=TIME&points=N    Trend, with points
//	GET  /v1/store                        StoreUsage
//	GET  /v1/notices?after=N&limit=N&latest=BOOL   Notices
//	POST /v1/notices                      Notices; answers them with their Seq
//
// A fault is told as {"error": "...", "code": "...", "text": {...}}, code and text
// where it is about a site: see Code.
package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/banken-ot/banken/ebpf/filter"
	"github.com/banken-ot/banken/sensor/health"
	"github.com/banken-ot/banken/sensor/recorder"
)

// Sensor is what the socket asks.
type Sensor interface {
	Status() health.Status
	Flows(yield func(port string, f filter.Flow) bool) (counted bool, err error)
	Recorder() *recorder.Recorder // nil where nothing is recorded
	History() *health.History
}

// Server answers on a socket.
type Server struct {
	http     http.Server
	listener net.Listener
	name     string
	site     Site
}

// Listen makes the socket, with its folder where that is missing. A socket that a
// sensor left behind is replaced; one that a sensor answers on is not.
func Listen(name string, s Sensor) (*Server, error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	if err := clear(name); err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", name)
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	if err := os.Chmod(name, 0o660); err != nil {
		return nil, errors.Join(fmt.Errorf("control: %w", err), l.Close())
	}
	x := &Server{listener: l, name: name}
	// The head of a request is some hundred octets; who sends none is let go.
	x.http = http.Server{Handler: handler(s, func() Site { return x.site }), ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 16 << 10, IdleTimeout: time.Minute}
	return x, nil
}

// Watch has the server answer for a site too. It is called before Run.
func (s *Server) Watch(site Site) { s.site = site }

// ErrInUse: another sensor answers on the socket.
var ErrInUse = errors.New("control: another sensor answers on the socket")

// clear removes a socket nobody answers on.
func clear(name string) error {
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("control: %w", err)
	}
	if info.Mode()&fs.ModeSocket == 0 {
		return fmt.Errorf("control: %s is there and is no socket: remove it or choose another path", name)
	}
	if c, err := net.DialTimeout("unix", name, time.Second); err == nil {
		c.Close()
		return fmt.Errorf("%w: %s", ErrInUse, name)
	}
	return os.Remove(name)
}

// Run answers until ctx is done.
func (s *Server) Run(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() { s.http.Close() })
	defer stop()
	if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("control: %w", err)
	}
	return nil
}

func handler(s Sensor, site func() Site) http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(&collector{s})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/status", func(w http.ResponseWriter, _ *http.Request) { answer(w, s.Status()) })
	mux.HandleFunc("GET /v1/flows", func(w http.ResponseWriter, _ *http.Request) { flows(w, s) })
	mux.HandleFunc("GET /v1/flows/services", func(w http.ResponseWriter, _ *http.Request) { services(w, s) })
	mux.HandleFunc("GET /v1/packets", func(w http.ResponseWriter, r *http.Request) { packets(w, r, s.Recorder()) })
	sites(mux, site)
	people(mux, site)
	notices(mux, site)
	keeping(mux, s, site)
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	return mux
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // who does not listen any more is not told
}

func refuse(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": err.Error()})
}

// moment reads a time of a request, RFC 3339; none is the zero time.
func moment(r *http.Request, name string) (time.Time, error) {
	text := r.FormValue(name)
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return t, fmt.Errorf("%s: %q is no time: write it as 2026-04-01T09:30:00Z or with an offset, +09:00", name, text)
	}
	return t, nil
}

func history(w http.ResponseWriter, r *http.Request, h *health.History) {
	from, err := moment(r, "from")
	if err != nil {
		refuse(w, http.StatusBadRequest, err)
		return
	}
	answer(w, struct {
		V       int             `json:"v"`
		Samples []health.Status `json:"samples"`
		Changes []health.Change `json:"changes"`
	}{health.Version, h.Samples(from), h.Changes(from)})
}

var errNotRecorded = errors.New("packets are not recorded: set recorder.dir in the configuration")

func packets(w http.ResponseWriter, r *http.Request, from *recorder.Recorder) {
	if from == nil {
		refuse(w, http.StatusNotFound, errNotRecorded)
		return
	}
	selection, err := recorder.ParseSelection(r.FormValue("flow"))
	start, err1 := moment(r, "from")
	end, err2 := moment(r, "to")
	if err := errors.Join(err, err1, err2); err != nil {
		refuse(w, http.StatusBadRequest, err)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.tcpdump.pcap")
	out := &started{w: w}
	if _, err := from.Extract(r.Context(), selection, start, end, out); err != nil && !out.begun {
		refuse(w, http.StatusInternalServerError, err)
	} else if err != nil {
		panic(http.ErrAbortHandler) // the file is cut off, and the other end sees that it is
	}
}

// started notes whether anything was written.
type started struct {
	w     io.Writer
	begun bool
}

func (s *started) Write(b []byte) (int, error) {
	s.begun = true
	return s.w.Write(b)
}
