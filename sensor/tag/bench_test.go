package tag

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkRead reads the longest list there may be.
func BenchmarkRead(b *testing.B) {
	var s strings.Builder
	s.WriteString("device,station,table,number,base,name,unit,scale,type,description,description (ja)\n")
	for n := range MaxTags {
		fmt.Fprintf(&s, "10.0.%d.1,1,hr,%d,0,PIC-%d.SP,kPa,0.1,int16,Pressure set point %d,圧力設定値%d\n", n>>15, n&0x7fff, n, n, n)
	}
	file := []byte(s.String())
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		list, err := Read(file, devices)
		if err != nil || len(NewTable(list).Tags()) != MaxTags {
			b.Fatal(err)
		}
	}
}
