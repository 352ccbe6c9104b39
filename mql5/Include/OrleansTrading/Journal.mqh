// What the programs must not forget, in the terminal's sandbox: records with length and checksum, only ever appended.
// Two slots (files): a compaction writes the other one whole, and it counts only once its end mark is there; so a crash
// at any byte leaves at least one slot that is right. A torn tail is left behind; a damaged middle stops the program.
#ifndef ORLEANS_JOURNAL_MQH
#define ORLEANS_JOURNAL_MQH

#include "Hmac.mqh"
#include "Text.mqh"

#define JOURNAL_HEAD 26
#define JOURNAL_RECORD_MAX 65536
#define JOURNAL_FILE_MAX 16777216
#define JOURNAL_COMPACT_BYTES 262144

class CJournal
{
private:
   string m_name;
   int m_handle;
   int m_slot;
   long m_generation;
   long m_size;
   string m_error;

   string SlotName(const int slot)
   {
      return(m_name + (slot == 0 ? ".a" : ".b"));
   }

   // "<length, 8 digits> <16 hex of SHA-256> <payload>\n", all in bytes of UTF-8.
   bool Encode(const string payload, ARRAY_REF(uchar, record))
   {
      ARRAY(uchar, body);
      ARRAY(uchar, digest);
      ARRAY(uchar, head);
      Utf8Bytes(payload, body);
      int size = ArraySize(body);
      if(size < 1 || size > JOURNAL_RECORD_MAX || !Sha256(body, digest))
         return(false);
      string text = IntegerToString(size, 8, '0') + " " + StringSubstr(HexText(digest), 0, 16) + " ";
      Utf8Bytes(text, head);
      ArrayResize(record, JOURNAL_HEAD + size + 1);
      for(int i = 0; i < JOURNAL_HEAD; i++)
         record[i] = head[i];
      for(int i = 0; i < size; i++)
         record[JOURNAL_HEAD + i] = body[i];
      record[JOURNAL_HEAD + size] = '\n';
      return(true);
   }

   // The record that begins at a byte: its payload and length on disk; 0 where none is whole there.
   int Decode(CONST_ARRAY_REF(uchar, file), const int at, string &payload)
   {
      long size = 0;
      int left = ArraySize(file) - at;
      payload = "";
      if(left < JOURNAL_HEAD + 2 || file[at + 8] != ' ' || file[at + 25] != ' ')
         return(0);
      for(int i = 0; i < 8; i++)
      {
         if(!IsDigit(file[at + i]))
            return(0);
         size = size * 10 + (file[at + i] - '0');
      }
      if(size < 1 || size > JOURNAL_RECORD_MAX || JOURNAL_HEAD + size + 1 > left)
         return(0);
      ARRAY(uchar, body);
      ARRAY(uchar, digest);
      ArrayResize(body, (int)size);
      for(int i = 0; i < (int)size; i++)
         body[i] = file[at + JOURNAL_HEAD + i];
      if(file[at + JOURNAL_HEAD + (int)size] != '\n' || !Sha256(body, digest))
         return(0);
      if(StringSubstr(HexText(digest), 0, 16) != CharArrayToString(file, at + 9, 16, CP_UTF8))
         return(0);
      payload = CharArrayToString(body, 0, (int)size, CP_UTF8);
      return(JOURNAL_HEAD + (int)size + 1);
   }

   bool ReadFile(const int slot, ARRAY_REF(uchar, file))
   {
      ArrayResize(file, 0);
      if(!FileIsExist(SlotName(slot)))
         return(true);
      int handle = FileOpen(SlotName(slot), FILE_READ | FILE_BIN);
      if(handle == INVALID_HANDLE)
         return(Fail("cannot be opened"));
      long size = (long)FileSize(handle);
      bool read = size <= JOURNAL_FILE_MAX;
      if(read && size > 0)
         read = (long)FileReadArray(handle, file, 0, (int)size) == size;
      FileClose(handle);
      return(read ? true : Fail("cannot be read"));
   }

   // The records of a slot. Unsealed slots (a compaction that a crash broke off) have generation 0 and no records.
   bool ReadSlot(const int slot, long &generation, ARRAY_REF(string, records))
   {
      ARRAY(uchar, file);
      string payload = "";
      bool isSealed = false;
      int at = 0, count = 0;
      generation = 0;
      ArrayResize(records, 0);
      if(!ReadFile(slot, file))
         return(false);
      for(int size = Decode(file, at, payload); size > 0; size = Decode(file, at, payload))
      {
         if(at == 0 && (StringSubstr(payload, 0, 2) != "G|" || !ParseWhole(StringSubstr(payload, 2), generation)))
            break;
         if(payload == "E")
            isSealed = true;
         else if(at > 0)
         {
            ArrayResize(records, count + 1, 256);
            records[count++] = payload;
         }
         at += size;
      }
      if(!IsTail(file, at))
         return(Fail("is damaged in the middle, at byte " + IntegerToString(at)));
      if(!isSealed)
      {
         generation = 0;
         ArrayResize(records, 0);
      }
      return(true);
   }

   // What a torn write leaves is at the end. If a whole record follows, what is broken was once whole.
   bool IsTail(CONST_ARRAY_REF(uchar, file), const int from)
   {
      string payload = "";
      for(int i = from + 1; i < ArraySize(file); i++)
         if(Decode(file, i, payload) > 0)
            return(false);
      return(true);
   }

   bool Fail(const string what)
   {
      m_error = "The journal " + m_name + " " + what + " (error " + IntegerToString(GetLastError()) + ").";
      return(false);
   }

   bool Write(const string payload)
   {
      ARRAY(uchar, record);
      if(m_handle == INVALID_HANDLE || !Encode(payload, record))
         return(Fail("has no place for a record"));
      int size = ArraySize(record);
      if((int)FileWriteArray(m_handle, record, 0, size) != size)
      {
         // What follows half a record could not be read back. Nothing may be written, and so nothing be ordered.
         Close();
         return(Fail("cannot be written"));
      }
      m_size += size;
      return(true);
   }

public:
   CJournal(void)
   {
      m_handle = INVALID_HANDLE;
      m_slot = 0;
      m_generation = 0;
      m_size = 0;
   }

   ~CJournal(void)
   {
      Close();
   }

   string Error(void)
   {
      return(m_error);
   }

   bool NeedsCompaction(void)
   {
      return(m_size > JOURNAL_COMPACT_BYTES);
   }

   void Close(void)
   {
      if(m_handle != INVALID_HANDLE)
         FileClose(m_handle);
      m_handle = INVALID_HANDLE;
   }

   // Reads the newer slot. Nothing can be appended before Compact: behind a torn tail it could not be read back.
   bool Load(const string name, ARRAY_REF(string, records))
   {
      long first = 0, second = 0;
      ARRAY(string, others);
      Close();
      m_name = name;
      m_error = "";
      if(!ReadSlot(0, first, records) || !ReadSlot(1, second, others))
         return(false);
      m_slot = first >= second ? 0 : 1;
      m_generation = first >= second ? first : second;
      if(m_slot == 1)
      {
         ArrayResize(records, ArraySize(others));
         for(int i = 0; i < ArraySize(others); i++)
            records[i] = others[i];
      }
      return(true);
   }

   // Writes the other slot and goes on in it. The one before stays as it is until the next compaction.
   bool Compact(CONST_ARRAY_REF(string, snapshot))
   {
      Close();
      int slot = m_generation == 0 ? 0 : 1 - m_slot;
      m_handle = FileOpen(SlotName(slot), FILE_WRITE | FILE_BIN | FILE_SHARE_READ);
      if(m_handle == INVALID_HANDLE)
         return(Fail("cannot be created"));
      m_size = 0;
      if(!Write("G|" + IntegerToString(m_generation + 1)))
         return(false);
      for(int i = 0; i < ArraySize(snapshot); i++)
         if(!Write(snapshot[i]))
            return(false);
      FileFlush(m_handle);
      if(!Write("E"))
         return(false);
      FileFlush(m_handle);
      m_slot = slot;
      m_generation++;
      return(true);
   }

   // On disk when it returns true, as far as the terminal tells.
   bool Append(const string payload)
   {
      if(!Write(payload))
         return(false);
      FileFlush(m_handle);
      return(true);
   }
};

#endif
