package baseline

// Kinds of what is told about the sensor itself, beside what it sees (D8). No detector
// reports them: they are found where the sensor keeps what it has learned.
const (
	BaselineAltered Kind = "own-baseline-altered" // what was learned is not as the sensor left it
	PolicyAltered   Kind = "own-policy-altered"   // what it is told to do is not as it was left
	RecordsAltered  Kind = "own-records-altered"  // what people did is not as it was recorded
	ForeignEdition  Kind = "own-edition-foreign"  // a baseline that nobody known has signed was offered
	BaselineEdited  Kind = "own-baseline-edited"  // by a named person, in the way that is meant for it
	PolicyEdited    Kind = "own-policy-edited"
)

// own are their meanings. Those who alter what a sensor knows have it overlook what
// they do next: they are as certain as an operation that is never learned.
var own = [...]Meaning{
	{Kind: BaselineAltered, Detector: Tripwire, Stage: Configuration, Control: true, Exact: true, Alone: true, Techniques: []string{"T0838", "T0878"}},
	{Kind: PolicyAltered, Detector: Tripwire, Stage: Configuration, Control: true, Exact: true, Alone: true, Techniques: []string{"T0838", "T0878"}},
	{Kind: RecordsAltered, Detector: Tripwire, Stage: Configuration, Control: true, Exact: true, Alone: true, Techniques: []string{"T0872"}},
	{Kind: ForeignEdition, Detector: Tripwire, Stage: Configuration, Control: true, Exact: true, Alone: true, Techniques: []string{"T0838", "T0878"}},
	{Kind: BaselineEdited, Detector: Tripwire, Stage: Configuration, Alone: true},
	{Kind: PolicyEdited, Detector: Tripwire, Stage: Configuration, Alone: true},
	demoted(Whitelist), demoted(Timing), demoted(Latency), demoted(Values), demoted(Endpoint), demoted(Identity), demoted(Relations),
}

// Demoted returns the kind that tells that a detector raises no incidents any more: it
// raised more false ones than was promised.
func Demoted(d Detector) Kind { return Kind(d.String() + "-demoted") }

func demoted(d Detector) Meaning {
	return Meaning{Kind: Demoted(d), Detector: Visible, Stage: Configuration, Alone: true}
}

// Own returns what the kinds about the sensor itself mean.
func Own() []Meaning { return own[:] }

// OwnMeaning returns the meaning of one of them, nil for another kind.
func OwnMeaning(k Kind) *Meaning {
	for i := range own {
		if own[i].Kind == k {
			return &own[i]
		}
	}
	return nil
}
