// The protocol's formats: what a field may look like, read and written exactly. What is not exact is malformed.
#ifndef ORLEANS_TEXT_MQH
#define ORLEANS_TEXT_MQH

#include "Portable.mqh"

#define WHOLE_MAX_DIGITS 19
#define SEQUENCE_MAX 2147483647
#define SYMBOL_LENGTH_MAX 31
#define REASON_LENGTH_MAX 64

bool IsDigit(const ushort c)
{
   return(c >= '0' && c <= '9');
}

// An integer: decimal, no sign, no leading zeros, at most 2^63 - 1.
bool ParseWhole(const string text, long &value)
{
   int length = StringLen(text);
   value = 0;
   if(length < 1 || length > WHOLE_MAX_DIGITS || (length > 1 && StringGetCharacter(text, 0) == '0'))
      return(false);
   for(int i = 0; i < length; i++)
   {
      ushort c = StringGetCharacter(text, i);
      if(!IsDigit(c))
         return(false);
      long digit = (long)(c - '0');
      if(value > (LONG_MAX - digit) / 10)
         return(false);
      value = value * 10 + digit;
   }
   return(true);
}

// A decimal number with exactly so many decimals, not negative: no leading zeros, no sign, a point.
bool IsDecimal(const string text, const int decimals)
{
   int point = StringFind(text, ".");
   long whole = 0;
   if(decimals == 0)
      return(ParseWhole(text, whole));
   if(point < 1 || StringLen(text) != point + 1 + decimals || !ParseWhole(StringSubstr(text, 0, point), whole))
      return(false);
   for(int i = point + 1; i < StringLen(text); i++)
      if(!IsDigit(StringGetCharacter(text, i)))
         return(false);
   return(true);
}

// How many decimals a price has; -1 where it is none.
int DecimalsOf(const string text)
{
   int point = StringFind(text, ".");
   int decimals = point < 0 ? 0 : StringLen(text) - point - 1;
   if((point >= 0 && decimals == 0) || decimals > 8 || !IsDecimal(text, decimals))
      return(-1);
   return(decimals);
}

// Lots with two decimals, as hundredths of a lot: volumes are compared and summed as integers.
bool ParseVolume(const string text, long &hundredths)
{
   long whole = 0, part = 0;
   hundredths = 0;
   if(!IsDecimal(text, 2))
      return(false);
   int point = StringFind(text, ".");
   ParseWhole(StringSubstr(text, 0, point), whole);
   part = (long)(StringGetCharacter(text, point + 1) - '0') * 10 + (long)(StringGetCharacter(text, point + 2) - '0');
   if(whole > 1000000000)
      return(false);
   hundredths = whole * 100 + part;
   return(true);
}

long ToHundredths(const double lots)
{
   return((long)MathRound(lots * 100.0));
}

string VolumeText(const long hundredths)
{
   return(IntegerToString(hundredths / 100) + "." + IntegerToString(hundredths % 100, 2, '0'));
}

// Money has two decimals and no negative zero, which DoubleToString would write.
string MoneyText(const double amount)
{
   long cents = (long)MathRound(amount * 100.0);
   bool negative = cents < 0;
   if(negative)
      cents = -cents;
   return((negative ? "-" : "") + VolumeText(cents));
}

string PriceText(const double price, const int digits)
{
   return(DoubleToString(price > 0.0 ? price : 0.0, digits));
}

// Neither a separator nor a control character; symbols, reasons and ids besides have a length.
bool IsField(const string text, const int lengthMax)
{
   int length = StringLen(text);
   if(length > lengthMax)
      return(false);
   for(int i = 0; i < length; i++)
   {
      ushort c = StringGetCharacter(text, i);
      if(c < 0x20 || c == 0x7F || c == '|')
         return(false);
   }
   return(true);
}

bool IsSymbol(const string text)
{
   return(StringLen(text) > 0 && IsField(text, SYMBOL_LENGTH_MAX));
}

bool IsHex(const string text, const int length)
{
   if(StringLen(text) != length)
      return(false);
   for(int i = 0; i < length; i++)
   {
      ushort c = StringGetCharacter(text, i);
      if(!IsDigit(c) && !(c >= 'a' && c <= 'f'))
         return(false);
   }
   return(true);
}

// "acc_" or "sub_" and 26 characters of a-z2-7.
bool IsId(const string text, const string prefix)
{
   if(StringLen(text) != 30 || StringSubstr(text, 0, 4) != prefix)
      return(false);
   for(int i = 4; i < 30; i++)
   {
      ushort c = StringGetCharacter(text, i);
      if(!(c >= 'a' && c <= 'z') && !(c >= '2' && c <= '7'))
         return(false);
   }
   return(true);
}

// ASCII only, without what would break a line, cut to the protocol's length: for texts that a broker wrote.
string SafeReason(const string text)
{
   string safe = "";
   for(int i = 0; i < StringLen(text) && StringLen(safe) < REASON_LENGTH_MAX; i++)
   {
      ushort c = StringGetCharacter(text, i);
      safe += (c >= 0x20 && c < 0x7F && c != '|') ? ShortToString(c) : "?";
   }
   return(safe);
}

// Everything between separators; an empty field is a field, whatever StringSplit makes of it.
int SplitFields(const string line, ARRAY_REF(string, fields))
{
   int count = 0;
   int from = 0;
   while(true)
   {
      int end = StringFind(line, "|", from);
      int length = (end < 0 ? StringLen(line) : end) - from;
      ArrayResize(fields, count + 1, 16);
      fields[count++] = length > 0 ? StringSubstr(line, from, length) : "";
      if(end < 0)
         return(count);
      from = end + 1;
   }
   return(count);
}

#endif
