package dnp3_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/banken-ot/banken/protocols/dnp3/dnp3gen"
	"github.com/banken-ot/banken/protocols/wire/wiretest"
)

// transaction is what the tests look at of a record.
type transaction struct {
	Function, Operation, Outcome string
	Station                      uint32
	NoReply                      bool `json:"no_reply"`
	Defects                      []string
}

func (t transaction) String() string {
	s := fmt.Sprintf("%s %s %d %s", t.Function, t.Operation, t.Station, t.Outcome)
	if t.NoReply {
		s += " no-reply"
	}
	if len(t.Defects) > 0 {
		s += " " + strings.Join(t.Defects, ",")
	}
	return s
}

// exchanges are the transactions of cases, in the order they are complete.
var exchanges = map[string][]string{
	"function-006": {"direct-operate-nr operate 10 unanswered no-reply"},
	"function-008": {"immed-freeze-nr write 10 unanswered no-reply"},
	"function-010": {"freeze-clear-nr write 10 unanswered no-reply"},
	"function-012": {"freeze-at-time-nr write 10 unanswered no-reply"},
	"function-013": {"cold-restart restart 10 answered"},
	"function-018": {"stop-appl restart 10 answered"},
	"function-021": {"disable-unsolicited configure 10 answered"},
	"function-025": {"open-file program 10 answered"},
	"function-027": {"delete-file program 10 refused"},
	"function-033": {"auth-req-no-ack session 10 unanswered no-reply"},
	"function-070": {"unknown-70 operate 10 refused unknown-function"},
	"function-130": {"unsolicited-response read 10 unasked"},
	"group-000":    {"read identify 10 answered", "read identify 10 answered", "write configure 10 answered"},
	"group-080":    {"write configure 10 answered", "read read 10 answered"},
	"link-functions": {
		"link-reset session 10 answered", "link-test diagnose 10 answered", "link-test diagnose 10 refused",
		"link-request-status diagnose 10 answered", "link-request-status diagnose 10 answered",
		"link-reset-user-process restart 10 refused link-function", "link-test diagnose 10 answered frame-count-valid",
		"link-request-status diagnose 10 answered", "link-unknown-0x5 diagnose 10 unanswered link-function"},
	"link-confirmed-data":          {"link-reset session 10 answered", "read read 10 answered", "read read 10 unanswered"},
	"link-confirmed-data-repeated": {"direct-operate operate 10 unanswered no-reply frame-repeated", "direct-operate operate 10 answered"},
	"several-outstations":          {"read read 13 answered", "read read 11 answered", "read read 12 answered", "response read 14 unasked"},
	"both-ends-ask":                {"read read 20 answered", "read read 10 answered"},
	"direction-bit":                {"read read 10 answered direction-bit"},
	"auth-challenge":               {"authenticate-req session 10 unanswered no-reply", "direct-operate operate 10 answered"},
	"auth-challenge-fails": {"authenticate-req session 10 unanswered no-reply", "direct-operate operate 10 refused",
		"auth-req-no-ack session 10 unanswered no-reply reserved-value"},
	"auth-session-keys":              {"authenticate-req session 10 answered", "authenticate-req session 10 answered"},
	"response-in-three-fragments":    {"read read 10 answered"},
	"request-repeated":               {"read read 10 answered", "read read 10 unanswered"},
	"response-of-another-outstation": {"response read 77 unasked mismatch", "read read 10 unanswered"},
	"broadcast": {"direct-operate-nr operate 65535 unanswered no-reply", "direct-operate operate 65535 unanswered no-reply",
		"read read 10 answered"},
	"addresses": {"immed-freeze write 65533 unanswered no-reply", "immed-freeze write 65534 unanswered no-reply",
		"immed-freeze write 65535 unanswered no-reply", "read read 65532 answered self-address",
		"immed-freeze write 65520 unanswered reserved-address", "immed-freeze write 65531 unanswered reserved-address",
		"read read 10 unanswered reserved-address"},
	"operate-without-select":        {"operate operate 10 refused select-missing"},
	"operate-after-refused-select":  {"select select 10 refused", "operate operate 10 refused select-missing"},
	"operate-of-another-master":     {"select select 10 answered", "operate operate 10 refused select-missing"},
	"select-operate":                {"select select 10 answered", "operate operate 10 answered"},
	"select-operate-authenticated":  {"select select 10 answered", "operate operate 10 answered"},
	"select-operate-other-object":   {"select select 10 answered", "operate operate 10 answered select-differs"},
	"select-operate-other-code":     {"select select 10 answered", "operate operate 10 answered select-differs"},
	"select-operate-wrong-sequence": {"select select 10 answered", "operate operate 10 answered sequence-jump,select-missing"},
	"link-frame-before-operate": {"select select 10 answered", "link-request-status diagnose 10 answered",
		"operate operate 10 answered"},
	"operate-after-loss": {"read read 10 answered", "operate operate 10 answered"},
	"echo-differs":       {"direct-operate operate 10 answered echo-differs", "direct-operate operate 10 answered echo-differs"},
	"echo-missing":       {"direct-operate operate 10 answered echo-differs", "direct-operate operate 10 refused"},
	"file-write": {"open-file program 10 answered", "write program 10 answered", "write program 10 refused",
		"close-file program 10 answered", "activate-config program 10 answered"},
	"segments-of-two-outstations": {"read read 10 answered", "read read 11 answered"},
	"segment-missing":             {"read read 10 answered segment-missing", "read read 10 answered"},
	"header-damaged-then-good":    {"direct-operate operate 10 answered skipped-octets"},
	"block-damaged-then-good":     {"direct-operate operate 10 answered", "direct-operate operate 10 unanswered block-crc"},
}

func TestExchanges(t *testing.T) {
	for name, want := range exchanges {
		_, records := record(wiretest.Named(t, dnp3gen.Cases(), name))
		var got []string
		for _, line := range records {
			var x transaction
			if err := json.Unmarshal([]byte(line), &x); err != nil {
				t.Fatalf("%s: %v in %s", name, err, line)
			}
			got = append(got, x.String())
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// TestSecrets: nothing of passwords and keys is in any record.
func TestSecrets(t *testing.T) {
	for _, name := range []string{"function-029", "file-read", "auth-session-keys", "auth-update-keys"} {
		messages, records := record(wiretest.Named(t, dnp3gen.Cases(), name))
		if len(messages) == 0 {
			t.Fatalf("%s: nothing decoded", name)
		}
		all := strings.Join(records, "")
		if !strings.Contains(all, "withheld_octets") {
			t.Errorf("%s: nothing is withheld", name)
		}
		for _, secret := range []string{"secret", "736563726574", "305419896", "12345678", "78563412", strings.Repeat("00", 16)} {
			if strings.Contains(all, secret) {
				t.Errorf("%s: %s is in the records", name, secret)
			}
		}
	}
}
