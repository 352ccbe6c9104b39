// HMAC-SHA256 (RFC 2104) on the terminal's SHA-256: CryptEncode ignores keys for hashes.
#ifndef ORLEANS_HMAC_MQH
#define ORLEANS_HMAC_MQH

#include "Portable.mqh"

#define SHA256_BYTES 32
#define SHA256_BLOCK 64

// StringToCharArray appends a NUL, which is no part of the text and must not be hashed.
void Utf8Bytes(const string text, ARRAY_REF(uchar, bytes))
{
   int count = StringToCharArray(text, bytes, 0, WHOLE_ARRAY, CP_UTF8);
   if(count > 0 && bytes[count - 1] == 0)
      count--;
   ArrayResize(bytes, count);
}

bool Sha256(CONST_ARRAY_REF(uchar, data), ARRAY_REF(uchar, digest))
{
   ARRAY(uchar, ignored);
   return(CryptEncode(CRYPT_HASH_SHA256, data, ignored, digest) == SHA256_BYTES);
}

// Digit by digit: formats of whole words drop leading zeros.
string HexText(CONST_ARRAY_REF(uchar, bytes))
{
   string digits = "0123456789abcdef";
   string text = "";
   for(int i = 0; i < ArraySize(bytes); i++)
      text += StringSubstr(digits, bytes[i] >> 4, 1) + StringSubstr(digits, bytes[i] & 15, 1);
   return(text);
}

string Sha256Hex(const string text)
{
   ARRAY(uchar, bytes);
   ARRAY(uchar, digest);
   Utf8Bytes(text, bytes);
   return(Sha256(bytes, digest) ? HexText(digest) : "");
}

// Looks at every character whatever the first difference is: how long it takes tells nothing of the expected MAC.
bool EqualInConstantTime(const string left, const string right)
{
   int length = StringLen(left);
   int difference = length ^ StringLen(right);
   if(length == 0 || difference != 0)
      return(false);
   for(int i = 0; i < length; i++)
      difference |= StringGetCharacter(left, i) ^ StringGetCharacter(right, i);
   return(difference == 0);
}

class CHmac
{
private:
   ARRAY(uchar, m_inner);
   ARRAY(uchar, m_outer);

   bool Hash(CONST_ARRAY_REF(uchar, pad), CONST_ARRAY_REF(uchar, data), ARRAY_REF(uchar, digest))
   {
      ARRAY(uchar, all);
      int size = ArraySize(data);
      ArrayResize(all, SHA256_BLOCK + size);
      ArrayCopy(all, pad, 0, 0, SHA256_BLOCK);
      for(int i = 0; i < size; i++)
         all[SHA256_BLOCK + i] = data[i];
      return(Sha256(all, digest));
   }

public:
   bool SetKey(CONST_ARRAY_REF(uchar, key))
   {
      ARRAY(uchar, block);
      if(ArraySize(key) > SHA256_BLOCK)
      {
         if(!Sha256(key, block))
            return(false);
      }
      else
      {
         ArrayResize(block, ArraySize(key));
         for(int i = 0; i < ArraySize(key); i++)
            block[i] = key[i];
      }
      ArrayResize(m_inner, SHA256_BLOCK);
      ArrayResize(m_outer, SHA256_BLOCK);
      for(int i = 0; i < SHA256_BLOCK; i++)
      {
         uchar b = i < ArraySize(block) ? block[i] : (uchar)0;
         m_inner[i] = (uchar)(b ^ 0x36);
         m_outer[i] = (uchar)(b ^ 0x5C);
      }
      return(true);
   }

   bool SetKeyText(const string key)
   {
      ARRAY(uchar, bytes);
      Utf8Bytes(key, bytes);
      return(SetKey(bytes));
   }

   bool Compute(CONST_ARRAY_REF(uchar, data), ARRAY_REF(uchar, mac))
   {
      ARRAY(uchar, inner);
      if(ArraySize(m_inner) != SHA256_BLOCK || !Hash(m_inner, data, inner))
         return(false);
      return(Hash(m_outer, inner, mac));
   }

   // Empty where the terminal could not hash; an empty MAC equals nothing.
   string ComputeHex(const string text)
   {
      ARRAY(uchar, bytes);
      ARRAY(uchar, mac);
      Utf8Bytes(text, bytes);
      return(Compute(bytes, mac) ? HexText(mac) : "");
   }

   bool Verify(const string text, const string mac)
   {
      return(EqualInConstantTime(ComputeHex(text), mac));
   }
};

void FillBytes(ARRAY_REF(uchar, bytes), const int count, const uchar value)
{
   ArrayResize(bytes, count);
   for(int i = 0; i < count; i++)
      bytes[i] = value;
}

bool HmacIs(CONST_ARRAY_REF(uchar, key), CONST_ARRAY_REF(uchar, data), const string expected)
{
   CHmac hmac;
   ARRAY(uchar, mac);
   return(hmac.SetKey(key) && hmac.Compute(data, mac) && HexText(mac) == expected);
}

// RFC 4231, cases 1 to 4, 6 and 7: short keys, a key of one block less and more, data longer than a block. Run before
// the first connection, for a terminal that hashes otherwise would refuse every order or, worse, believe any.
bool HmacSelfTest(void)
{
   ARRAY(uchar, key);
   ARRAY(uchar, data);
   bool right = true;
   FillBytes(key, 20, 0x0b);
   Utf8Bytes("Hi There", data);
   right = HmacIs(key, data, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7") && right;
   Utf8Bytes("Jefe", key);
   Utf8Bytes("what do ya want for nothing?", data);
   right = HmacIs(key, data, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843") && right;
   FillBytes(key, 20, 0xaa);
   FillBytes(data, 50, 0xdd);
   right = HmacIs(key, data, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe") && right;
   ArrayResize(key, 25);
   for(int i = 0; i < 25; i++)
      key[i] = (uchar)(i + 1);
   FillBytes(data, 50, 0xcd);
   right = HmacIs(key, data, "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b") && right;
   FillBytes(key, 131, 0xaa);
   Utf8Bytes("Test Using Larger Than Block-Size Key - Hash Key First", data);
   right = HmacIs(key, data, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54") && right;
   string text = "This is a test using a larger than block-size key and a larger than block-size data. ";
   text += "The key needs to be hashed before being used by the HMAC algorithm.";
   Utf8Bytes(text, data);
   right = HmacIs(key, data, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2") && right;
   return(right);
}

// The id of an order at the broker: 31 bits of the subscription, 31 of the sequence.
long SubscriptionHash(const string subscription)
{
   ARRAY(uchar, bytes);
   ARRAY(uchar, digest);
   Utf8Bytes(subscription, bytes);
   if(!Sha256(bytes, digest))
      return(-1);
   long word = ((long)digest[0] << 24) | ((long)digest[1] << 16) | ((long)digest[2] << 8) | (long)digest[3];
   return(word >> 1);
}

long MagicOf(const long subscriptionHash, const long sequence)
{
   return(subscriptionHash * 2147483648 + sequence);
}

// The first 26 characters of base32 of SHA-256: 130 bits, within the 31 characters that brokers keep of a comment.
string CommentOf(const string subscription, const long sequence)
{
   string digits = "abcdefghijklmnopqrstuvwxyz234567";
   ARRAY(uchar, bytes);
   ARRAY(uchar, digest);
   string text = "";
   Utf8Bytes(subscription + "|" + IntegerToString(sequence), bytes);
   if(!Sha256(bytes, digest))
      return("");
   for(int i = 0; i < 26; i++)
   {
      int bit = i * 5;
      int pair = ((int)digest[bit / 8] << 8) | (int)digest[bit / 8 + 1];
      text += StringSubstr(digits, (pair >> (11 - bit % 8)) & 31, 1);
   }
   return(text);
}

#endif
