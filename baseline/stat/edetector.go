package stat

import (
	"math"

	"github.com/banken-ot/banken/baseline/snapshot"
)

// EDetector is the e-detector of Shiryaev and Roberts, M <- (M+1)e with an alarm
// at c, kept as a logarithm so that nothing overflows. The zero value is not ready:
// use Fresh.
type EDetector struct{ log float64 }

// Fresh returns a detector that has seen nothing: M = 0.
func Fresh() EDetector { return EDetector{math.Inf(-1)} }

// Add takes the logarithm of the next e-value. What is not a number is no
// evidence.
func (d *EDetector) Add(logE float64) {
	if math.IsNaN(logE) {
		logE = 0
	}
	d.log = math.Min(logPlusOne(d.log)+logE, math.MaxFloat64)
}

// logPlusOne is log(1+exp(x)).
func logPlusOne(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

// Alarm reports whether M >= c, c being given as its logarithm.
func (d *EDetector) Alarm(logC float64) bool { return d.log >= logC }

// Update adds an e-value and reports an alarm, after which it begins anew.
func (d *EDetector) Update(logE, logC float64) bool {
	d.Add(logE)
	if !d.Alarm(logC) {
		return false
	}
	d.Reset()
	return true
}

// Cap lowers M to a bound, given as a logarithm: evidence that was not told is not
// heaped up for ever. It only takes alarms away.
func (d *EDetector) Cap(log float64) { d.log = math.Min(d.log, log) }

// Reset begins anew: M = 0.
func (d *EDetector) Reset() { d.log = math.Inf(-1) }

// Log returns log M: -Inf in the beginning.
func (d *EDetector) Log() float64 { return d.log }

// AppendState writes the detector.
func (d *EDetector) AppendState(w *snapshot.Writer) { w.Float(d.log) }

// Restore reads what AppendState wrote.
func (d *EDetector) Restore(r *snapshot.Reader) {
	d.log = r.Float()
	if math.IsNaN(d.log) {
		r.Fail()
	}
}

// Threshold returns c such that the expected false alarms per day of all streams
// together stay within a budget: n/c of n blocks, whatever the streams have to do
// with each other. It is infinite without a budget, and at least 1.
func Threshold(budgetPerDay float64, streams int, blocksPerDay float64) float64 {
	if !(budgetPerDay > 0) {
		return math.Inf(1)
	}
	return math.Max(float64(max(streams, 1))*blocksPerDay/budgetPerDay, 1)
}
