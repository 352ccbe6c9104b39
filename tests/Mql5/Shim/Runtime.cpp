// Texts, numbers, the clock and the moments of dying.
#include "Mql5.hpp"
#include "World.hpp"
#include <csignal>
#include <ctime>
#include <unistd.h>

World world;
static int lastError = 0;

void Abort(const char *what)
{
   std::fprintf(stderr, "critical error: %s\n", what);
   std::abort();
}

void Die()
{
   std::fflush(stdout);
   kill(getpid(), SIGKILL);
   for(;;)
      pause();
}

bool CountsOut(long &counter)
{
   return counter > 0 && --counter == 0;
}

void Moment(long &counter)
{
   bool now = CountsOut(counter);
   now = CountsOut(world.dieAtCall) || now;
   if(now)
      Die();
}

std::u16string Utf16(const std::string &bytes)
{
   std::u16string text;
   for(size_t i = 0; i < bytes.size();)
   {
      unsigned char b = (unsigned char)bytes[i];
      size_t more = b < 0x80 ? 0 : b >= 0xF0 ? 3 : b >= 0xE0 ? 2 : b >= 0xC2 ? 1 : 9;
      if(more == 9 || i + more >= bytes.size())
      {
         text += u'\xFFFD';
         i++;
         continue;
      }
      char32_t c = more == 0 ? b : b & (0x3F >> more);
      for(size_t k = 1; k <= more; k++)
         c = c << 6 | ((unsigned char)bytes[i + k] & 0x3F);
      if(c >= 0x10000)
      {
         text += (char16_t)(0xD800 + ((c - 0x10000) >> 10));
         text += (char16_t)(0xDC00 + ((c - 0x10000) & 0x3FF));
      }
      else
         text += (char16_t)c;
      i += more + 1;
   }
   return text;
}

std::string Utf8(const std::u16string &text)
{
   std::string bytes;
   for(size_t i = 0; i < text.size(); i++)
   {
      char32_t c = text[i];
      if(c >= 0xD800 && c < 0xDC00 && i + 1 < text.size())
         c = 0x10000 + ((c - 0xD800) << 10) + (text[++i] - 0xDC00);
      if(c < 0x80)
         bytes += (char)c;
      else if(c < 0x800)
         (bytes += (char)(0xC0 | c >> 6)) += (char)(0x80 | (c & 0x3F));
      else
      {
         if(c >= 0x10000)
            (bytes += (char)(0xF0 | c >> 18)) += (char)(0x80 | (c >> 12 & 0x3F));
         else
            bytes += (char)(0xE0 | c >> 12);
         (bytes += (char)(0x80 | (c >> 6 & 0x3F))) += (char)(0x80 | (c & 0x3F));
      }
   }
   return bytes;
}

int StringLen(const string &text) { return (int)text.units.size(); }

ushort StringGetCharacter(const string &text, int position)
{
   // The terminal answers 0 behind the end and sets an error; programs should not ask.
   if(position < 0 || position >= StringLen(text))
      Abort("character behind a string's end");
   return text.units[(size_t)position];
}

string StringSubstr(const string &text, int start, int length)
{
   if(start < 0 || start >= StringLen(text))
      return string();
   return string(text.units.substr((size_t)start, length < 0 ? std::u16string::npos : (size_t)length));
}

int StringFind(const string &text, const string &match, int start)
{
   size_t at = text.units.find(match.units, (size_t)start);
   return at == std::u16string::npos ? -1 : (int)at;
}

int StringSplit(const string &text, ushort separator, Array<string> &result)
{
   ArrayResize(result, 0);
   size_t from = 0;
   for(size_t i = 0; i <= text.units.size(); i++)
      if(i == text.units.size() || text.units[i] == separator)
      {
         result.Items().push_back(string(text.units.substr(from, i - from)));
         from = i + 1;
      }
   return ArraySize(result);
}

int StringReplace(string &text, const string &find, const string &replacement)
{
   int count = 0;
   for(size_t at = text.units.find(find.units); at != std::u16string::npos; count++)
   {
      text.units.replace(at, find.units.size(), replacement.units);
      at = text.units.find(find.units, at + replacement.units.size());
   }
   return count;
}

bool StringToLower(string &text)
{
   for(char16_t &c : text.units)
      if(c >= u'A' && c <= u'Z')
         c = (char16_t)(c + 32);
   return true;
}

string ShortToString(ushort unit) { return string(std::u16string(1, (char16_t)unit)); }

string IntegerToString(long number, int length, ushort fill)
{
   std::string text = std::to_string(number);
   while((int)text.size() < length)
      text.insert(text.begin(), (char)fill);
   return string::Of(text);
}

string DoubleToString(double value, int digits)
{
   char text[400];
   std::snprintf(text, sizeof text, "%.*f", digits, value);
   return string(text);
}

long StringToInteger(const string &text) { return std::strtol(text.Bytes().c_str(), nullptr, 10); }
double StringToDouble(const string &text) { return std::strtod(text.Bytes().c_str(), nullptr); }

int StringToCharArray(const string &text, Array<uchar> &array, int start, int count, uint codepage)
{
   if(codepage != CP_UTF8 || start != 0 || count != WHOLE_ARRAY)
      Abort("only whole texts in UTF-8 are converted alike everywhere");
   std::string bytes = text.Bytes();
   ArrayResize(array, (int)bytes.size() + 1);
   for(size_t i = 0; i < bytes.size(); i++)
      array[(long)i] = (uchar)bytes[i];
   array[(long)bytes.size()] = 0;
   return (int)bytes.size() + 1;
}

string CharArrayToString(const Array<uchar> &array, int start, int count, uint codepage)
{
   if(codepage != CP_UTF8)
      Abort("a codepage that differs from terminal to terminal");
   std::string bytes;
   for(int i = start; i < (count < 0 ? ArraySize(array) : start + count) && array[i] != 0; i++)
      bytes += (char)array[i];
   return string::Of(bytes);
}

std::string PrintPart(const string &part) { return part.Bytes(); }
std::string PrintPart(const char *part) { return part; }

void PrintLine(const std::string &line)
{
   if(world.isQuiet)
      return;
   std::printf("log %s\n", line.c_str());
   std::fflush(stdout);
}

double MathRound(double value) { return std::round(value); }
double MathCeil(double value) { return std::ceil(value); }
double MathAbs(double value) { return std::fabs(value); }
double NormalizeDouble(double value, int digits) { return StringToDouble(DoubleToString(value, digits)); }
static uint32_t seed = 1;
int MathRand() { return (int)((seed = seed * 1103515245 + 12345) >> 16 & 0x7FFF); }
void MathSrand(int s) { seed = (uint32_t)s; }

static long Monotonic()
{
   timespec now;
   clock_gettime(CLOCK_MONOTONIC, &now);
   return (long)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static long NowMicros()
{
   static const long began = Monotonic();
   return world.advancedMs * 1000 + (world.isVirtual ? 0 : Monotonic() - began);
}

ulong GetTickCount64() { return 7000000 + (ulong)(NowMicros() / 1000); }
ulong GetMicrosecondCount() { return (ulong)NowMicros(); }
datetime TimeGMT() { return (world.startMs + NowMicros() / 1000) / 1000; }
datetime TimeLocal() { return TimeGMT() + 3600; }
int GetLastError() { return lastError; }
void ResetLastError() { lastError = 0; }
void SetLastError(int error) { lastError = error; }
