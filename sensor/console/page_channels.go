package console

import (
	"net/http"
	"net/url"

	"github.com/banken-ot/banken/sensor/control"
)

// channelsOnPage is how many channels a page lists.
const channelsOnPage = 200

// channelStates are those of a channel, in the order of control.StateSums. The last is
// the one that somebody should look at.
var channelStates = [...]string{"cold", "learning", "provisional", "ready", "drifting"}

// channelsData is what the page of channels shows.
type channelsData struct {
	Pages       []tab
	States      []string
	Sums        []stateRow
	Lines       []channelLine
	Count, All  int
	Chosen      string // how the states are filtered, in words; "" for not at all
	State, Text string
	Next        string
}

// stateRow is how many channels one detector has in each state.
type stateRow struct {
	Detector string
	Cells    []stateCell
}

type stateCell struct {
	State   string
	Count   int
	Address string // of those channels; "" where there is none
}

// channelLine is a channel in the list.
type channelLine struct {
	control.Channel
	From, To, Protocol string
	States             []string // as the heads of the columns are
}

// showChannels shows how far each channel was learned.
func (c *Console) showChannels(r *http.Request, v *view) (any, error) {
	q := control.ChannelsQuery{State: r.FormValue("state"), Text: r.FormValue("text"), After: r.FormValue("after"), Limit: channelsOnPage}
	got, err := c.o.Sensor.Channels(r.Context(), &q)
	if err != nil {
		return nil, err
	}
	d := &channelsData{Pages: v.baselineTabs("/baseline/channels"), States: channelStates[:], Count: got.Count, All: got.All, State: q.State, Text: q.Text}
	for _, s := range got.States {
		row := stateRow{Detector: s.Detector}
		for i, n := range s.Counts {
			cell := stateCell{State: channelStates[i], Count: n}
			if n > 0 {
				cell.Address = "/baseline/channels?" + url.Values{"state": {s.Detector + " " + channelStates[i]}}.Encode()
			}
			if q.State == s.Detector+" "+channelStates[i] {
				d.Chosen = words["channels.chosen"].Say(v.Lang, v.Word("learns", s.Detector), v.Word("channel", channelStates[i]))
			}
			row.Cells = append(row.Cells, cell)
		}
		d.Sums = append(d.Sums, row)
	}
	for _, x := range got.Channels {
		d.Lines = append(d.Lines, channelLine{x, c.called(x.Client), c.called(x.Server), v.protocol(x.Protocol, x.Port), []string{x.Whitelist, x.Timing, x.Latency, x.Values}})
	}
	if got.Next != "" {
		d.Next = "/baseline/channels?" + url.Values{"state": {q.State}, "text": {q.Text}, "after": {got.Next}}.Encode()
	}
	return d, nil
}
