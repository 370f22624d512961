package account

// commonWords are words that, alone or again and again, with whatever digits and signs
// around, are tried first: those of every list, and of this trade.
var commonWords = [...]string{
	"access", "admin", "administrator", "banken", "bankenadmin", "changeme", "console", "default", "dragon", "engineer", "factory", "football", "guest",
	"hello", "iloveyou", "industrial", "letmein", "login", "maintenance", "manager", "master", "monkey", "monitor", "nihon", "nippon", "operator", "password",
	"passw", "password1", "princess", "qwerty", "root", "scada", "secret", "security", "sensor", "server", "service", "shadow", "sunshine", "superman",
	"supervisor", "sysadmin", "system", "tanaka", "test", "trustno", "user", "welcome", "yamada", "passwd", "pasuwado", "kanrisha", "himitsu", "sakura",
	"パスワード", "ぱすわーど", "管理者", "制御", "さくら", "桜",
}

// commonPasswords are others of at least LeastPassword characters.
var commonPasswords = [...]string{
	"0987654321qw", "1111222233334444", "112233445566", "12345qwertasdfg", "1234567890qw", "1234567890qwertyuiop", "123456qwerty", "123qwe123qwe", "123qweasdzxc",
	"1q2w3e4r5t6y", "1q2w3e4r5t6y7u", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "1qazxsw23edc", "adminadmin123", "adminpassword", "asdfghjkl123",
	"asdfghjkl;'", "asdfghjklzxcvbnm", "correcthorsebatterystaple", "correct horse battery staple", "iloveyouforever", "letmeinplease", "nopassword123", "p@ssw0rd1234",
	"p@ssw0rdp@ssw0rd", "p@ssword1234", "passw0rd1234", "passw0rdpassw0rd", "passwordadmin", "passwordpassword", "qazwsxedc123", "qazwsxedcrfv", "qwerty123456",
	"qwertyqwerty", "qwertyuiop12", "qwertyuiop123", "qwertyuiop[]", "qwertyuiopasdfghjkl", "thisisapassword", "welcomewelcome", "zaq12wsxcde3", "zaq1xsw2cde3", "zxcvbnm12345",
	"zxcvbnmasdfghjkl", "zxcvbnm,./12", "administrator", "administrator1", "bankenbanken", "modbusmodbus", "mypassword123", "password!@#$", "p@$$w0rd1234",
}
