package main

import (
	"strconv"
	"strings"

	"github.com/banken-ot/banken/sensor/capture"
	"github.com/banken-ot/banken/sensor/lang"
)

// wording is the Japanese of what is wrong with a capture. The English is that
// of capture.Error. In problem, %[1]s and %[2]s are Size and Limit, %[3]s is
// Name and %[4]s what the system or a library says.
type wording struct {
	problem, advice string
	usable          bool // the advice goes on with which frames can be used
}

// Advice that several reasons share.
const (
	copyAgain   = "このファイルは壊れています。元の場所からコピーし直してください"
	copyWhole   = "ファイルが最後までコピーされていないか、書き込まれていません"
	readCapture = "読める記録はpcapとpcapngです（gzip圧縮も可）"
)

var wordings = [capture.Reasons]wording{
	capture.Interrupted:       {"記録が途中で切れています（必要%[1]sオクテット、残り%[2]sオクテット）", "記録が中断されたようです", true},
	capture.GzipInterrupted:   {"gzipの圧縮データが途中で切れています（必要%[1]sオクテット、残り%[2]sオクテット）", copyWhole, true},
	capture.GzipHeaderCut:     {"gzipのヘッダが途中で切れています", copyWhole, false},
	capture.GzipHeaderBad:     {"gzipのように始まりますが、ヘッダが正しくありません", copyAgain, false},
	capture.ReadFailed:        {"読み込みに失敗しました（%[4]s）", "元の場所からコピーし直してください", true},
	capture.OpenFailed:        {"読めません。%[4]s", "", false},
	capture.IsFolder:          {"フォルダです", "中の記録ファイルを指定してください", false},
	capture.IsClosed:          {"すでに閉じられています", "", false},
	capture.IsEmpty:           {"空のファイルです", "何も記録されなかったか、書き込まれていません", false},
	capture.IsCapture:         {"%[3]s形式の記録です。この形式は読めません", "「editcap -F pcapng 元ファイル 新ファイル」で変換してください", false},
	capture.IsCompressed:      {"%[3]sで圧縮されています", "展開してから指定してください。" + readCapture, false},
	capture.IsFile:            {"%[3]sのファイルで、通信の記録ではありません", readCapture, false},
	capture.IsText:            {"テキストファイルで、通信の記録ではありません", readCapture, false},
	capture.IsPointer:         {"Git LFSの参照ファイルで、中身がまだありません", "「git lfs pull」で取得してください", false},
	capture.IsZeros:           {"内容がすべて0で、通信の記録ではありません", readCapture, false},
	capture.IsUnknown:         {"種類の分からないファイルです（先頭：%[3]s）", readCapture, false},
	capture.UnknownVersion:    {"%[3]s版の記録で、この版は読めません", "「editcap -F pcapng 元ファイル 新ファイル」で変換してください", false},
	capture.FrameTooLong:      {"フレームの長さが%[1]sオクテットとなっています（上限%[2]s）", copyAgain, true},
	capture.FrameNoRoom:       {"フレームの長さ%[1]sオクテットがブロックの長さ%[2]sに収まりません", copyAgain, true},
	capture.NoInterface:       {"フレームのインタフェース番号%[1]sは登録されていません（登録数%[2]s）", copyAgain, true},
	capture.TooManyInterfaces: {"1つの区画のインタフェースが上限の%[2]sを超えています", copyAgain, true},
	capture.BlockTooShort:     {"ブロックの長さが%[1]sオクテットとなっています（最低%[2]s必要）", copyAgain, true},
	capture.BlockTooLong:      {"ブロックの長さが%[1]sオクテットとなっています（上限%[2]s）", copyAgain, true},
	capture.BlockLengths:      {"ブロックの長さが、先頭では%[1]s、末尾では%[2]sオクテットとなっています", copyAgain, true},
	capture.ByteOrder:         {"区画の先頭にあるバイト順の印が正しくありません", copyAgain, true},
	capture.Undecodable:       {"フレームまたはその直前のブロックを解読できません", copyAgain, true},
}

// captureFault says what is wrong with a capture, where, and what to do.
func captureFault(e *capture.Error) lang.Text {
	w := wording{problem: e.Problem}
	if r := e.Detail.Reason; r > 0 && r < capture.Reasons {
		w = wordings[r]
	}
	problem := w.problem
	if strings.Contains(problem, "%") {
		problem = lang.Plain(problem).Say(lang.Japanese, e.Detail.Size, e.Detail.Limit, e.Detail.Name, causeOf(e))
	}
	parts := []string{placeOf(e) + strings.TrimSuffix(problem, "。")}
	if w.advice != "" {
		parts = append(parts, w.advice)
	}
	if w.usable {
		parts = append(parts, usableOf(e))
	}
	return lang.Text{EN: e.Error(), JA: e.File + "：" + strings.Join(parts, "。") + "。"}
}

// placeOf is where in the file the fault is.
func placeOf(e *capture.Error) string {
	if e.Offset < 0 {
		return ""
	}
	place := "先頭から" + strconv.FormatInt(e.Offset, 10) + "オクテットの位置で、"
	if e.Gzip {
		return "展開後の内容の" + place
	}
	return place
}

// usableOf is what of the file can be used.
func usableOf(e *capture.Error) string {
	if e.Frame == 0 {
		return "それより前に使えるフレームはありません"
	}
	return "フレーム" + strconv.FormatUint(e.Frame, 10) + "までは正常です"
}

// causeOf is what the system says.
func causeOf(e *capture.Error) string {
	if e.Cause == nil {
		return ""
	}
	return strings.TrimSuffix(systemFault(e.Cause).JA, "。")
}
