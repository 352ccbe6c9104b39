// Where prices went after what a provider opened: the first ones that are seen 1, 10 and 60 seconds later, or after that.
// In memory alone: what a restart forgets is not told.
#ifndef ORLEANS_MARKS_MQH
#define ORLEANS_MARKS_MQH

#include "Publisher.mqh"
#include "Terminal.mqh"

#define MARKS_MAX 256
#define MARKS_KEPT_MS 600000
#define MARK_HORIZONS 3

// A position that was opened, and which of its horizons is next.
struct SFill
{
   long number;
   long ticket;
   string symbol;
   long at;       // by the bridge's clock, as its signal has it
   int next;

   SFill(void)
   {
      number = 0;
      ticket = 0;
      at = 0;
      next = 0;
   }
};

struct SMark
{
   long number;   // of the signal that the platform has to know before
   long at;       // when the position was opened
   string line;

   SMark(void)
   {
      number = 0;
      at = 0;
   }
};

class CMarks
{
private:
   ARRAY(SFill, m_fills);
   ARRAY(SMark, m_marks); // to be said
   long m_learned;

   long Seconds(const int horizon) const
   {
      return(horizon == 0 ? 1 : (horizon == 1 ? 10 : 60));
   }

   void Add(CONST_ARRAY_REF(string, fields), const long number, const long at)
   {
      SFill fill;
      int count = ArraySize(m_fills);
      if(count >= MARKS_MAX)
         return;
      fill.number = number;
      fill.ticket = StringToInteger(fields[2]);
      fill.symbol = fields[3];
      fill.at = at;
      ArrayResize(m_fills, count + 1, 16);
      m_fills[count] = fill;
   }

   // Moves on over all horizons that these prices are of, or are too late for.
   void LookAt(SFill &fill, const MqlTick &tick, const long time)
   {
      while(fill.next < MARK_HORIZONS && time >= fill.at + Seconds(fill.next) * 1000)
      {
         long length = Seconds(fill.next) * 1000;
         int count = ArraySize(m_marks);
         int digits = DigitsOf(fill.symbol);
         if(time <= fill.at + 2 * length && tick.bid > 0.0 && tick.ask >= tick.bid && digits >= 0 && count < MARKS_MAX)
         {
            ArrayResize(m_marks, count + 1, 16);
            m_marks[count].number = fill.number;
            m_marks[count].at = fill.at;
            m_marks[count].line = "MARK|" + IntegerToString(fill.ticket) + "|" + IntegerToString(Seconds(fill.next))
                                  + "|" + IntegerToString(time) + "|" + PriceText(tick.bid, digits) + "|"
                                  + PriceText(tick.ask, digits);
         }
         fill.next++;
      }
   }

public:
   CMarks(void)
   {
      Begin();
   }

   void Begin(void)
   {
      m_learned = 0;
      ArrayResize(m_fills, 0);
      ArrayResize(m_marks, 0);
   }

   // What was opened since the last call. A signal is there at least until the bridge was talked to again.
   void Learn(CPublished &published, const long bridgeMs)
   {
      ARRAY(string, fields);
      for(int i = 0; i < ArraySize(published.signals); i++)
      {
         long number = published.signals[i].number;
         if(number <= m_learned)
            continue;
         m_learned = number;
         SplitFields(published.signals[i].rest, fields);
         long at = StringToInteger(fields[0]);
         bool opens = fields[1] == "FILL" || (fields[1] == "OPEN" && (fields[4] == "BUY" || fields[4] == "SELL"));
         if(opens && bridgeMs - at < MARKS_KEPT_MS)
            Add(fields, number, at);
      }
   }

   void Look(const long bridgeMs)
   {
      int kept = 0;
      for(int i = 0; i < ArraySize(m_fills); i++)
      {
         SFill fill;
         MqlTick tick = {};
         fill = m_fills[i];
         if(SymbolInfoTick(fill.symbol, tick))
            LookAt(fill, tick, ServerToBridge(tick.time_msc, bridgeMs));
         if(fill.next < MARK_HORIZONS && bridgeMs - fill.at < MARKS_KEPT_MS)
            m_fills[kept++] = fill;
      }
      ArrayResize(m_fills, kept);
   }

   // The next that may be said, whose signal the platform has answered; an empty text: none. It is forgotten with this.
   string Take(CPublished &published, const long bridgeMs)
   {
      string line = "";
      int kept = 0;
      for(int i = 0; i < ArraySize(m_marks); i++)
      {
         if(bridgeMs - m_marks[i].at >= MARKS_KEPT_MS)
            continue;
         bool isAnswered = ArraySize(published.signals) == 0 || published.signals[0].number > m_marks[i].number;
         if(line == "" && isAnswered)
            line = m_marks[i].line;
         else
         {
            if(kept != i)
               m_marks[kept] = m_marks[i];
            kept++;
         }
      }
      ArrayResize(m_marks, kept);
      return(line);
   }
};

#endif
