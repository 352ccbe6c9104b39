// MQL5's basic types for a C++ compiler: a string of UTF-16 units, and dynamic arrays that check every index, as the
// terminal does.
#pragma once
#include <climits>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <type_traits>
#include <vector>
#include <sys/types.h>

typedef unsigned char uchar;
typedef long datetime;

#define ARRAY(type, name) Array<type> name
#define ARRAY_REF(type, name) Array<type> &name
#define CONST_ARRAY_REF(type, name) const Array<type> &name
#define input

std::u16string Utf16(const std::string &bytes);
std::string Utf8(const std::u16string &text);
[[noreturn]] void Abort(const char *what);

class string
{
public:
   std::u16string units;

   string() = default;
   string(const char *text) : units(Utf16(text)) {}
   explicit string(const std::u16string &text) : units(text) {}
   static string Of(const std::string &bytes) { return string(Utf16(bytes)); }
   std::string Bytes() const { return Utf8(units); }
   string &operator+=(const string &more)
   {
      units += more.units;
      return *this;
   }
};

inline string operator+(const string &left, const string &right) { return string(left.units + right.units); }
inline bool operator==(const string &left, const string &right) { return left.units == right.units; }
inline bool operator!=(const string &left, const string &right) { return left.units != right.units; }

template <typename T> class Array
{
   std::vector<T> m_items;

   size_t Checked(long index) const
   {
      if(index < 0 || (size_t)index >= m_items.size())
         Abort("array out of range");
      return (size_t)index;
   }

public:
   T &operator[](long index) { return m_items[Checked(index)]; }
   const T &operator[](long index) const { return m_items[Checked(index)]; }
   std::vector<T> &Items() { return m_items; }
   const std::vector<T> &Items() const { return m_items; }
};

template <typename T> int ArraySize(const Array<T> &array) { return (int)array.Items().size(); }

template <typename T> int ArrayResize(Array<T> &array, int size, int reserve = 0)
{
   (void)reserve;
   if(size < 0)
      Abort("array of negative size");
   array.Items().resize((size_t)size);
   return size;
}

#define WHOLE_ARRAY -1
#define INVALID_HANDLE -1

template <typename T>
int ArrayCopy(Array<T> &to, const Array<T> &from, int toStart = 0, int fromStart = 0, int count = WHOLE_ARRAY)
{
   int n = count < 0 ? ArraySize(from) - fromStart : count;
   if(ArraySize(to) < toStart + n)
      ArrayResize(to, toStart + n);
   for(int i = 0; i < n; i++)
      to[toStart + i] = from[fromStart + i];
   return n;
}

template <typename T> bool ArraySort(Array<T> &array)
{
   std::vector<T> &items = array.Items();
   for(size_t i = 1; i < items.size(); i++)
      for(size_t k = i; k > 0 && items[k] < items[k - 1]; k--)
         std::swap(items[k], items[k - 1]);
   return true;
}
