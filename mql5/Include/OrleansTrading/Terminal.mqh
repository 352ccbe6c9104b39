// What the terminal says of its account and symbols, as the protocol's lines have it.
#ifndef ORLEANS_TERMINAL_MQH
#define ORLEANS_TERMINAL_MQH

#include "Text.mqh"

#define SYMBOLS_TOLD_MAX 512

bool IsHedging(void)
{
   return(AccountInfoInteger(ACCOUNT_MARGIN_MODE) == ACCOUNT_MARGIN_MODE_RETAIL_HEDGING);
}

bool MayTrade(void)
{
   return(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED) != 0 && MQLInfoInteger(MQL_TRADE_ALLOWED) != 0
          && AccountInfoInteger(ACCOUNT_TRADE_ALLOWED) != 0 && AccountInfoInteger(ACCOUNT_TRADE_EXPERT) != 0);
}

bool IsConnected(void)
{
   return(TerminalInfoInteger(TERMINAL_CONNECTED) != 0);
}

// Trade servers are whole quarters of an hour from UTC. What the clocks differ beside that is no offset.
long ServerOffset(const long bridgeMs)
{
   double quarters = (double)((long)TimeTradeServer() - bridgeMs / 1000) / 900.0;
   return((long)MathRound(quarters) * 900);
}

// When something happened, by the bridge's clock; what has no time happened now.
long ServerToBridge(const long serverMsc, const long bridgeMs)
{
   return(serverMsc > 0 ? serverMsc - ServerOffset(bridgeMs) * 1000 : bridgeMs);
}

// A broker's name in a line: what would break the line is left out.
string FieldOf(const string text)
{
   string field = "";
   for(int i = 0; i < StringLen(text) && StringLen(field) < 64; i++)
   {
      ushort c = StringGetCharacter(text, i);
      if(c >= 0x20 && c != 0x7F && c != '|')
         field += ShortToString(c);
   }
   return(field == "" ? "-" : field);
}

string AccountLine(const long bridgeMs)
{
   return("ACC|" + IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN)) + "|" + FieldOf(AccountInfoString(ACCOUNT_SERVER))
          + "|" + FieldOf(AccountInfoString(ACCOUNT_CURRENCY)) + "|" + (IsHedging() ? "HEDGING" : "NETTING") + "|"
          + IntegerToString(AccountInfoInteger(ACCOUNT_LEVERAGE)) + "|" + MoneyText(AccountInfoDouble(ACCOUNT_BALANCE))
          + "|" + MoneyText(AccountInfoDouble(ACCOUNT_EQUITY)) + "|" + MoneyText(AccountInfoDouble(ACCOUNT_MARGIN_FREE))
          + "|" + (MayTrade() ? "1" : "0") + "|" + IntegerToString(ServerOffset(bridgeMs)));
}

bool SymbolIsThere(const string symbol)
{
   bool isCustom = false;
   return(SymbolExist(symbol, isCustom));
}

// The digits of a symbol's prices; -1 where the broker does not know it.
int DigitsOf(const string symbol)
{
   return(SymbolIsThere(symbol) ? (int)SymbolInfoInteger(symbol, SYMBOL_DIGITS) : -1);
}

string TradingOf(const string symbol)
{
   long mode = SymbolInfoInteger(symbol, SYMBOL_TRADE_MODE);
   if(mode == SYMBOL_TRADE_MODE_FULL)
      return("FULL");
   if(mode == SYMBOL_TRADE_MODE_LONGONLY)
      return("LONG");
   if(mode == SYMBOL_TRADE_MODE_SHORTONLY)
      return("SHORT");
   return(mode == SYMBOL_TRADE_MODE_CLOSEONLY ? "CLOSE" : "NONE");
}

// The least volume of two decimals that is allowed, and the finest step that two decimals can say.
long CeilHundredths(const double lots)
{
   long hundredths = (long)MathCeil(lots * 100.0 - 0.000001);
   return(hundredths > 1 ? hundredths : 1);
}

// What one point of one lot is worth, in millionths of the account's currency.
long PointValueMicros(const string symbol)
{
   double size = SymbolInfoDouble(symbol, SYMBOL_TRADE_TICK_SIZE);
   double point = SymbolInfoDouble(symbol, SYMBOL_POINT);
   double value = SymbolInfoDouble(symbol, SYMBOL_TRADE_TICK_VALUE);
   if(size <= 0.0 || point <= 0.0 || value <= 0.0)
      return(0);
   return((long)MathRound(value * point / size * 1000000.0));
}

// Without the spread, which changes all the time: whether the line has to be told again.
string SymbolRules(const string symbol)
{
   string name = FieldOf(symbol);
   if(!SymbolIsThere(symbol))
      return("SYM|" + name + "|0|0.00|0.00|0.00|0.00|0|*|NONE");
   long most = ToHundredths(SymbolInfoDouble(symbol, SYMBOL_VOLUME_MAX));
   return("SYM|" + name + "|" + IntegerToString(SymbolInfoInteger(symbol, SYMBOL_DIGITS)) + "|"
          + VolumeText(CeilHundredths(SymbolInfoDouble(symbol, SYMBOL_VOLUME_MIN))) + "|" + VolumeText(most) + "|"
          + VolumeText(CeilHundredths(SymbolInfoDouble(symbol, SYMBOL_VOLUME_STEP))) + "|"
          + MoneyText(SymbolInfoDouble(symbol, SYMBOL_TRADE_CONTRACT_SIZE)) + "|"
          + IntegerToString(PointValueMicros(symbol)) + "|*|" + TradingOf(symbol));
}

string SymbolLine(const string symbol, const string rules)
{
   string line = rules;
   long spread = SymbolIsThere(symbol) ? SymbolInfoInteger(symbol, SYMBOL_SPREAD) : 0;
   StringReplace(line, "|*|", "|" + IntegerToString(spread > 0 ? spread : 0) + "|");
   return(line);
}

// A symbol can be told when its name fits the protocol.
bool CanBeTold(const string symbol)
{
   return(IsSymbol(symbol) && FieldOf(symbol) == symbol);
}

#endif
