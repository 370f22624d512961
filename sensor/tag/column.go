package tag

import (
	"slices"
	"strings"
)

// columnID is a place in columns.
type columnID int

// The columns.
const (
	colDevice columnID = iota
	colProtocol
	colStation
	colSort
	colNumber
	colBase
	colName
	colUnit
	colScale
	colOffset
	colType
	colOrder
	colLow
	colHigh
	colDescription
	colDescriptionJA
	columnCount
)

// columns are what lists call each column, as plain makes it: the first is the name
// that faults tell.
var columns = [columnCount][]string{
	colDevice:        {"device", "asset", "address", "ip", "ipaddress", "server", "host", "機器", "機器名", "機器名称", "ipアドレス", "装置", "装置名"},
	colProtocol:      {"protocol", "プロトコル", "通信方式"},
	colStation:       {"station", "unitid", "slave", "slaveid", "outstation", "局番", "局番号", "子局", "子局番号", "ユニット番号", "スレーブ番号"},
	colSort:          {"table", "space", "area", "group", "pointclass", "pointtype", "種別", "領域", "テーブル", "レジスタ種別", "グループ", "点種別"},
	colNumber:        {"number", "point", "pointnumber", "register", "registernumber", "index", "node", "nodeid", "番号", "点番号", "レジスタ", "レジスタ番号", "インデックス", "ノード", "ノードid"},
	colBase:          {"base", "numberbase", "起点", "開始番号", "番号の起点"},
	colName:          {"name", "tag", "tagname", "tagnumber", "tagno", "タグ", "タグ名", "タグ番号", "点名", "信号名"},
	colUnit:          {"unit", "units", "engineeringunit", "eu", "単位", "工業単位"},
	colScale:         {"scale", "factor", "gain", "倍率", "スケール", "係数"},
	colOffset:        {"offset", "bias", "オフセット", "バイアス"},
	colType:          {"type", "datatype", "データ型", "型", "データ形式"},
	colOrder:         {"order", "wordorder", "ワード順", "語順", "ワードオーダー"},
	colLow:           {"low", "lowlimit", "lower", "minimum", "min", "下限", "下限値"},
	colHigh:          {"high", "highlimit", "upper", "maximum", "max", "上限", "上限値"},
	colDescription:   {"description", "comment", "comments", "note", "description(en)", "descriptionen", "説明(英語)"},
	colDescriptionJA: {"description(ja)", "descriptionja", "説明", "名称", "和名", "日本語名", "コメント", "備考", "説明(日本語)", "点名称"},
}

// columnOf finds the column of a heading, -1 for none.
func columnOf(heading string) columnID {
	word := plain(heading)
	for id := range columns {
		if slices.Contains(columns[id], word) {
			return columnID(id)
		}
	}
	return -1
}

// columnNames lists the names of all columns.
func columnNames() string {
	names := make([]string, columnCount)
	for id := range columns {
		names[id] = columns[id][0]
	}
	return strings.Join(names, ", ")
}
