// What the journal and the guard hold on to: torn and damaged files, compaction, and who is let in.
#include "Desk.hpp"
#include <fstream>
#include <iterator>
#include <unistd.h>

static std::string ReadBytes(const std::string &name)
{
   std::ifstream file(world.sandbox + "/" + name, std::ios::binary);
   return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

static void WriteBytes(const std::string &name, const std::string &bytes)
{
   std::ofstream file(world.sandbox + "/" + name, std::ios::binary | std::ios::trunc);
   file << bytes;
}

static void Remove(const std::string &name)
{
   unlink((world.sandbox + "/" + name).c_str());
}

// Three appended records; whatever byte the file ends at, the journal has the records that are whole, and goes on.
static void TornAtEveryByte()
{
   Array<string> records, none;
   std::vector<size_t> ends;
   {
      CJournal journal;
      Expect(journal.Load("torn", records) && journal.Compact(none), "a new journal opens");
      for(const char *record : {"one", "two with \xC3\xA4", "three\nin two lines"})
      {
         ends.push_back(ReadBytes("torn.a").size());
         Expect(journal.Append(record), "appends");
      }
   }
   std::string whole = ReadBytes("torn.a");
   ends.push_back(whole.size());
   for(size_t length = ends[0]; length <= whole.size(); length++)
   {
      Remove("torn.b");
      WriteBytes("torn.a", whole.substr(0, length));
      CJournal journal;
      int count = 0;
      while(count < 3 && ends[(size_t)count + 1] <= length)
         count++;
      Expect(journal.Load("torn", records), "loads at byte " + std::to_string(length));
      ExpectIs(ArraySize(records), count, "records at byte " + std::to_string(length));
      Expect(journal.Compact(records) && journal.Append("more"), "goes on");
      journal.Close();
      Expect(journal.Load("torn", records), "loads again");
      ExpectIs(ArraySize(records), count + 1, "records after going on");
   }
}

// The other slot is cut at every byte of a compaction: what the journal says is the old or the new whole.
static void CompactionTornAtEveryByte()
{
   Array<string> records, snapshot;
   CJournal journal;
   Expect(journal.Load("slots", records) && journal.Compact(records), "opens");
   for(const char *record : {"one", "two", "three"})
      journal.Append(record);
   ArrayResize(snapshot, 1);
   snapshot[0] = "all three";
   Expect(journal.Compact(snapshot), "compacts");
   journal.Close();
   std::string whole = ReadBytes("slots.b");
   for(size_t length = 0; length <= whole.size(); length++)
   {
      WriteBytes("slots.b", whole.substr(0, length));
      CJournal again;
      Expect(again.Load("slots", records), "loads at byte " + std::to_string(length));
      ExpectIs(ArraySize(records), length < whole.size() ? 3 : 1, "records at byte " + std::to_string(length));
   }
}

// A bit that turns in what was whole: never read past, never a shorter journal that would repeat orders.
static void DamagedMiddleStops()
{
   Array<string> records, none;
   CJournal journal;
   journal.Load("damaged", records);
   journal.Compact(none);
   for(const char *record : {"one", "two", "three"})
      journal.Append(record);
   journal.Close();
   std::string whole = ReadBytes("damaged.a");
   size_t last = whole.rfind("00000005");
   for(size_t at = 0; at < last; at++)
   {
      std::string bytes = whole;
      bytes[at] = (char)(bytes[at] ^ 1);
      WriteBytes("damaged.a", bytes);
      CJournal again;
      Expect(!again.Load("damaged", records), "a turned bit at byte " + std::to_string(at) + " is noticed");
   }
}

static void CompactsWhenLong()
{
   Desk desk;
   for(long i = 1; i <= 3000; i++)
   {
      std::string number = std::to_string(i);
      desk.guard.Commit(string::Of("R|" + number + "|" + Desk::Sub + "|" + number
                                   + "|DROPPED|0|LATE|0|0|0.00|0.00000|0.00|0.00|0.00|1"));
      desk.guard.Commit(string::Of("F|" + number));
   }
   desk.guard.Commit(string::Of("L|" + Desk::Sub + "|3000"));
   Expect(ReadBytes("journal.a").size() < 400000 && ReadBytes("journal.b").size() < 400000, "the files stay short");
   desk.guard.Close();
   Desk again;
   ExpectIs(again.Last(), 3000L, "the sequence is kept");
   ExpectIs(ArraySize(again.guard.reports), 0, "confirmed reports are gone");
   Expect(again.guard.NewReport(string::Of(Desk::Sub), 1, "NONE", "").Bytes().rfind("R|3001|", 0) == 0,
          "numbers go on");
}

static void ReplayAndGap()
{
   Desk desk;
   ExpectIs(desk.Take(1, Buy), TAKE_TAKEN, "the first");
   ExpectIs(desk.Take(1, Buy), TAKE_KNOWN, "the first again");
   ExpectIs(desk.Take(3, Buy), TAKE_GAP, "the third");
   ExpectIs(desk.Take(2, Buy), TAKE_TAKEN, "the second");
   desk.guard.Close();
   Desk again;
   ExpectIs(again.Take(1, Buy), TAKE_KNOWN, "the first, after a restart");
   ExpectIs(again.Take(2, Buy), TAKE_KNOWN, "the second, after a restart");
   ExpectIs(ArraySize(again.guard.orders), 2, "both are still to be resolved");
}

static void TamperedIsRefused()
{
   Desk desk;
   std::vector<std::string> right = desk.Fields(1, Buy);
   for(size_t field = 2; field < right.size(); field++)
   {
      std::vector<std::string> fields = right;
      fields[field].back() = fields[field].back() == '1' ? '2' : '1';
      int taken = desk.TakeFields(fields);
      Expect(taken == TAKE_SIGNATURE, "field " + std::to_string(field) + " changed: " + std::to_string(taken));
   }
   std::vector<std::string> volume = right;
   volume[6] = "10.00";
   ExpectIs(desk.TakeFields(volume), TAKE_SIGNATURE, "a hundred times the volume");
   volume = right;
   volume[10] = "";
   ExpectIs(desk.TakeFields(volume), TAKE_SIGNATURE, "no signature");
   volume.pop_back();
   ExpectIs(desk.TakeFields(volume), TAKE_SYNTAX, "no field of it");
   volume = right;
   volume[1] = "sub_1";
   ExpectIs(desk.TakeFields(volume), TAKE_MALFORMED, "no subscription");
   ExpectIs(ArraySize(desk.guard.orders), 0, "nothing is taken");
   ExpectIs(desk.TakeFields(desk.Fields(1, Buy, 0, "sub_bbbbbbbbbbbbbbbbbbbbbbbbbb")), TAKE_UNKNOWN, "no SUB");
   ExpectIs(desk.TakeFields(right), TAKE_TAKEN, "the right one");
}

static void SyntaxIsExact()
{
   Desk desk;
   for(const char *rest :
       {"EURUSD|BUY|0.1|1.08345|1.07900|1.09120", "EURUSD|BUY|0.100|1.08345|1.07900|1.09120",
        "EURUSD|BUY|00.10|1.08345|1.07900|1.09120", "EURUSD|BUY|0,10|1.08345|1.07900|1.09120",
        "EURUSD|BUY|0.00|1.08345|1.07900|1.09120", "EURUSD|BUY|-0.10|1.08345|1.07900|1.09120",
        "EURUSD|BUY|0.10|1.0834|1.07900|1.09120", "EURUSD|BUY|0.10|1.083450|1.07900|1.09120",
        "EURUSD|BUY|0.10|1.08345|1.079|1.09120", "EURUSD|buy|0.10|1.08345|1.07900|1.09120",
        "EURUSD|BUY#1|0.10|1.08345|1.07900|1.09120", "EURUSD|CLOSE|0.10|1.08345|0.00000|0.00000",
        "EURUSD|CLOSE#1|0.10|1.08345|0.00000|0.00000", "EURUSD|CLOSE#01|0.10|1.08345|0.00000|0.00000",
        "EURUSD|BUY_LIMIT|0.10|0.00000|0.00000|0.00000", "|BUY|0.10|1.08345|1.07900|1.09120",
        "EURUSD|BUY|0.10|1e5|1.07900|1.09120", "EURUSD|BUY|0.10| 1.0834|1.07900|1.09120",
        "EURUSD_EURUSD_EURUSD_EURUSD_EURUSD|BUY|0.10|1.08345|1.07900|1.09120"})
      ExpectIs(desk.Take(1, rest), TAKE_SYNTAX, rest);
   ExpectIs(desk.Take(1, "NOBODY.x|BUY|0.10|1.1|0.0|0.0"), TAKE_TAKEN, "digits of a symbol that nobody knows");
}

std::vector<Scenario> JournalScenarios()
{
   return {{"journal-torn-at-every-byte", TornAtEveryByte},
           {"compaction-torn-at-every-byte", CompactionTornAtEveryByte},
           {"damaged-middle-stops", DamagedMiddleStops},
           {"journal-compacts-when-long", CompactsWhenLong},
           {"replay-and-gap", ReplayAndGap},
           {"tampered-is-refused", TamperedIsRefused},
           {"syntax-is-exact", SyntaxIsExact},
           {"hmac-self-test", [] { Expect(HmacSelfTest(), "RFC 4231"); }},
           {"magic-and-comment", [] {
               ExpectIs(MagicFor(1), 513220300922421249L, "magic");
               ExpectIs(CommentOf(string::Of(Desk::Sub), 1).Bytes(), std::string("w67lctradp3bzb4akgbddxvu3l"), "comment");
            }}};
}
