// The functions of MQL5 that the programs use, with the signatures of its reference, for a C++ compiler. Behind them:
// Runtime.cpp (texts, files, hash, clock), Sockets.cpp (real sockets), Terminal.cpp (the scripted broker's face).
#pragma once
#include "Types.hpp"
#include "Enums.hpp"

// Texts.
int StringLen(const string &text);
ushort StringGetCharacter(const string &text, int position);
string StringSubstr(const string &text, int start, int length = -1);
int StringFind(const string &text, const string &match, int start = 0);
int StringSplit(const string &text, ushort separator, Array<string> &result);
int StringReplace(string &text, const string &find, const string &replacement);
bool StringToLower(string &text);
string ShortToString(ushort unit);
string IntegerToString(long number, int length = 0, ushort fill = ' ');
string DoubleToString(double value, int digits = 8);
long StringToInteger(const string &text);
double StringToDouble(const string &text);
int StringToCharArray(const string &text, Array<uchar> &array, int start = 0, int count = -1, uint codepage = CP_ACP);
string CharArrayToString(const Array<uchar> &array, int start = 0, int count = -1, uint codepage = CP_ACP);

std::string PrintPart(const string &part);
std::string PrintPart(const char *part);
template <typename T> std::enable_if_t<std::is_arithmetic_v<T>, std::string> PrintPart(T part)
{
   return std::to_string(part);
}
void PrintLine(const std::string &line);
template <typename... Parts> void Print(const Parts &...parts)
{
   std::string line;
   ((line += PrintPart(parts)), ...);
   PrintLine(line);
}

// Numbers, clock, errors.
double MathRound(double value);
double MathCeil(double value);
double MathAbs(double value);
double NormalizeDouble(double value, int digits);
int MathRand();
void MathSrand(int seed);
datetime TimeGMT();
datetime TimeLocal();
datetime TimeTradeServer();
ulong GetTickCount64();
ulong GetMicrosecondCount();
int GetLastError();
void ResetLastError();
void SetLastError(int error);
bool EventSetMillisecondTimer(int milliseconds);
void EventKillTimer();

// Hash and files.
int CryptEncode(ENUM_CRYPT_METHOD method, const Array<uchar> &data, const Array<uchar> &key, Array<uchar> &result);
int FileOpen(const string &name, int flags, short delimiter = '\t', uint codepage = CP_ACP);
void FileClose(int handle);
void FileFlush(int handle);
ulong FileSize(int handle);
bool FileIsExist(const string &name, int common = 0);
uint FileReadArray(int handle, Array<uchar> &array, int start = 0, int count = WHOLE_ARRAY);
uint FileWriteArray(int handle, const Array<uchar> &array, int start = 0, int count = WHOLE_ARRAY);

// Sockets.
int SocketCreate(uint flags = 0);
bool SocketClose(int socket);
bool SocketConnect(int socket, const string &server, uint port, uint timeout);
bool SocketIsConnected(int socket);
uint SocketIsReadable(int socket);
bool SocketTimeouts(int socket, uint send, uint receive);
int SocketRead(int socket, Array<uchar> &buffer, uint length, uint timeout);
int SocketSend(int socket, const Array<uchar> &buffer, uint length);
bool SocketTlsHandshake(int socket, const string &host);
int SocketTlsCertificate(int socket, string &subject, string &issuer, string &serial, string &thumbprint,
                         datetime &expiration);
int SocketTlsReadAvailable(int socket, Array<uchar> &buffer, uint length);
int SocketTlsSend(int socket, const Array<uchar> &buffer, uint length);

// Account, terminal, symbols.
long AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER property);
double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE property);
string AccountInfoString(ENUM_ACCOUNT_INFO_STRING property);
int TerminalInfoInteger(int property);
int MQLInfoInteger(int property);
int SymbolsTotal(bool selected);
string SymbolName(int position, bool selected);
bool SymbolSelect(const string &name, bool select);
bool SymbolExist(const string &name, bool &isCustom);
long SymbolInfoInteger(const string &name, ENUM_SYMBOL_INFO_INTEGER property);
double SymbolInfoDouble(const string &name, ENUM_SYMBOL_INFO_DOUBLE property);
bool SymbolInfoTick(const string &name, MqlTick &tick);

// Trading and history.
bool OrderSend(MqlTradeRequest &request, MqlTradeResult &result);
bool OrderCheck(MqlTradeRequest &request, MqlTradeCheckResult &result);
int OrdersTotal();
ulong OrderGetTicket(int index);
bool OrderSelect(ulong ticket);
long OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property);
double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property);
string OrderGetString(ENUM_ORDER_PROPERTY_STRING property);
int PositionsTotal();
ulong PositionGetTicket(int index);
long PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property);
double PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property);
string PositionGetString(ENUM_POSITION_PROPERTY_STRING property);
bool HistorySelect(datetime from, datetime to);
bool HistorySelectByPosition(long position);
int HistoryOrdersTotal();
ulong HistoryOrderGetTicket(int index);
long HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property);
double HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property);
string HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property);
int HistoryDealsTotal();
ulong HistoryDealGetTicket(int index);
long HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property);
double HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property);
string HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property);

