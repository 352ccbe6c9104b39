// What a provider's account does, as signals: found by comparing what was published with the terminal, and written down
// with its number together with what it changes, so that a crash neither leaves a signal out nor says it twice.
#ifndef ORLEANS_PUBLISHER_MQH
#define ORLEANS_PUBLISHER_MQH

#include "Journal.mqh"
#include "Lookup.mqh"

#define PUBLISHED_LEGS_MAX 4096
#define PUBLISHED_DEALS_KEPT 4096
#define PUBLISHED_WAITING_MAX 4096
// How long later deals may be told before one that cannot be told yet: history is looked at from two days before the last.
#define DEAL_WAITS_MAX_MS 86400000
#define DEALS_OF_ORDER_MAX 256

// A position or pending order that was published. On a netting account one for each order that made the position more.
struct SLeg
{
   long ticket;
   long position;
   string symbol;
   string type;
   bool isPending;
   long volume;
   double price;
   double sl;
   double tp;

   SLeg(void)
   {
      ticket = 0;
      position = 0;
      isPending = false;
      volume = 0;
      price = 0;
      sl = 0;
      tp = 0;
   }

   bool IsBuy(void) const
   {
      return(StringSubstr(type, 0, 3) == "BUY");
   }

   string Record(void) const
   {
      return("L|" + IntegerToString(ticket) + "|" + IntegerToString(position) + "|" + symbol + "|" + type + "|"
             + (isPending ? "1" : "0") + "|" + IntegerToString(volume) + "|" + DoubleToString(price, 8) + "|"
             + DoubleToString(sl, 8) + "|" + DoubleToString(tp, 8));
   }
};

struct SSignal
{
   long number;
   string rest;   // from the time on, as the line has it
   bool isSent;
};

string TypeName(const long type)
{
   if(type == ORDER_TYPE_BUY)
      return("BUY");
   if(type == ORDER_TYPE_SELL)
      return("SELL");
   if(type == ORDER_TYPE_BUY_LIMIT)
      return("BUY_LIMIT");
   if(type == ORDER_TYPE_SELL_LIMIT)
      return("SELL_LIMIT");
   if(type == ORDER_TYPE_BUY_STOP)
      return("BUY_STOP");
   return(type == ORDER_TYPE_SELL_STOP ? "SELL_STOP" : "");
}

// The journal's memory: legs, signals that are not acknowledged, deals that were looked at.
class CPublished
{
protected:
   CJournal m_journal;
   long m_next;
   long m_startMsc;   // deals before this, by the server's clock, are not this journal's, or were looked at
   ARRAY(long, m_deals);
   ARRAY(long, m_dealTimes);

   void RemoveLeg(const long ticket)
   {
      int kept = 0;
      for(int i = 0; i < ArraySize(legs); i++)
         if(legs[i].ticket != ticket)
         {
            if(kept != i)
               legs[kept] = legs[i];
            kept++;
         }
      ArrayResize(legs, kept);
   }

   void ApplyLeg(CONST_ARRAY_REF(string, fields))
   {
      SLeg leg;
      leg.ticket = StringToInteger(fields[1]);
      leg.position = StringToInteger(fields[2]);
      leg.symbol = fields[3];
      leg.type = fields[4];
      leg.isPending = fields[5] == "1";
      leg.volume = StringToInteger(fields[6]);
      leg.price = StringToDouble(fields[7]);
      leg.sl = StringToDouble(fields[8]);
      leg.tp = StringToDouble(fields[9]);
      int index = FindLeg(leg.ticket);
      if(index < 0)
      {
         index = ArraySize(legs);
         ArrayResize(legs, index + 1, 64);
      }
      legs[index] = leg;
   }

   void ApplySignal(CONST_ARRAY_REF(string, fields))
   {
      int count = ArraySize(signals);
      ArrayResize(signals, count + 1, 64);
      signals[count].number = StringToInteger(fields[1]);
      signals[count].isSent = false;
      signals[count].rest = fields[2];
      for(int i = 3; i < ArraySize(fields); i++)
         signals[count].rest += "|" + fields[i];
      if(m_next <= signals[count].number)
         m_next = signals[count].number + 1;
   }

   void ApplyAcknowledged(const long number)
   {
      int kept = 0;
      for(int i = 0; i < ArraySize(signals); i++)
         if(signals[i].number > number)
         {
            if(kept != i)
               signals[kept] = signals[i];
            kept++;
         }
      ArrayResize(signals, kept);
   }

   void ApplyDeal(const long deal, const long timeMsc)
   {
      int count = ArraySize(m_deals);
      if(count >= PUBLISHED_DEALS_KEPT)
      {
         // What is forgotten one by one is known by its time from now on.
         m_startMsc = m_dealTimes[0] >= m_startMsc ? m_dealTimes[0] + 1 : m_startMsc;
         for(int i = 1; i < count; i++)
         {
            m_deals[i - 1] = m_deals[i];
            m_dealTimes[i - 1] = m_dealTimes[i];
         }
         count--;
      }
      ArrayResize(m_deals, count + 1, 256);
      ArrayResize(m_dealTimes, count + 1, 256);
      m_deals[count] = deal;
      m_dealTimes[count] = timeMsc;
   }

   void Apply(const string record)
   {
      ARRAY(string, fields);
      int count = SplitFields(record, fields);
      string kind = count > 1 ? fields[0] : "";
      if(kind == "L" && count == 10)
         ApplyLeg(fields);
      else if(kind == "X")
         RemoveLeg(StringToInteger(fields[1]));
      else if(kind == "P" && count == 11)
         ApplySignal(fields);
      else if(kind == "K")
         ApplyAcknowledged(StringToInteger(fields[1]));
      else if(kind == "D" && count == 3)
         ApplyDeal(StringToInteger(fields[1]), StringToInteger(fields[2]));
      else if(kind == "N")
         m_next = StringToInteger(fields[1]);
      else if(kind == "S")
         m_startMsc = StringToInteger(fields[1]);
      else
         Print("A record of the journal is of another version: ", record);
   }

   bool Compact(void)
   {
      ARRAY(string, records);
      int count = 0;
      ArrayResize(records, 2 + ArraySize(legs) + ArraySize(signals) + ArraySize(m_deals));
      records[count++] = "N|" + IntegerToString(m_next);
      records[count++] = "S|" + IntegerToString(m_startMsc);
      for(int i = 0; i < ArraySize(legs); i++)
         records[count++] = legs[i].Record();
      for(int i = 0; i < ArraySize(signals); i++)
         records[count++] = "P|" + IntegerToString(signals[i].number) + "|" + signals[i].rest;
      for(int i = 0; i < ArraySize(m_deals); i++)
         records[count++] = DealRecord(m_deals[i], m_dealTimes[i]);
      return(m_journal.Compact(records));
   }

   string DealRecord(const long deal, const long timeMsc)
   {
      return("D|" + IntegerToString(deal) + "|" + IntegerToString(timeMsc));
   }

   bool KnowsDeal(const long deal)
   {
      for(int i = ArraySize(m_deals) - 1; i >= 0; i--)
         if(m_deals[i] == deal)
            return(true);
      return(false);
   }

public:
   ARRAY(SLeg, legs);
   ARRAY(SSignal, signals);

   CPublished(void)
   {
      m_next = 1;
      m_startMsc = 0;
   }

   bool Open(const string name)
   {
      ARRAY(string, records);
      ARRAY(string, parts);
      m_next = 1;
      m_startMsc = 0;
      ArrayResize(legs, 0);
      ArrayResize(signals, 0);
      ArrayResize(m_deals, 0);
      ArrayResize(m_dealTimes, 0);
      if(!m_journal.Load(name, records))
         return(false);
      for(int i = 0; i < ArraySize(records); i++)
      {
         int count = StringSplit(records[i], '\n', parts);
         for(int k = 0; k < count; k++)
            Apply(parts[k]);
      }
      return(Compact());
   }

   bool Commit(const string batch)
   {
      ARRAY(string, parts);
      if(!m_journal.Append(batch))
         return(false);
      int count = StringSplit(batch, '\n', parts);
      for(int i = 0; i < count; i++)
         Apply(parts[i]);
      if(m_journal.NeedsCompaction() && !Compact())
         Print(m_journal.Error());
      return(true);
   }

   // Deals that were looked at, and those of before this journal.
   bool IsOld(const ulong deal)
   {
      return(HistoryDealGetInteger(deal, DEAL_TIME_MSC) < m_startMsc || KnowsDeal((long)deal));
   }

   // Whether later deals may be told before this one: told last, it must not be taken for one of before this journal.
   bool MayWait(const ulong deal)
   {
      long time = HistoryDealGetInteger(deal, DEAL_TIME_MSC);
      int count = ArraySize(m_dealTimes);
      bool isKept = count < PUBLISHED_DEALS_KEPT - DEALS_OF_ORDER_MAX || m_dealTimes[DEALS_OF_ORDER_MAX] < time;
      return(isKept && (long)TimeTradeServer() * 1000 - time < DEAL_WAITS_MAX_MS);
   }

   string DealRecord(const ulong deal)
   {
      return(DealRecord((long)deal, HistoryDealGetInteger(deal, DEAL_TIME_MSC)));
   }

   // From when on history has to be looked at, whatever the terminal has slept through.
   long Since(void)
   {
      int count = ArraySize(m_dealTimes);
      return(count > 0 ? m_dealTimes[count - 1] : m_startMsc);
   }

   bool HasBegun(void)
   {
      return(m_startMsc > 0);
   }

   bool HasRoom(void)
   {
      return(ArraySize(signals) < PUBLISHED_WAITING_MAX && ArraySize(legs) < PUBLISHED_LEGS_MAX);
   }

   // From the newest deal that there is, by the trade server's own clock: another clock could be ahead of it, and the
   // deals in between would be lost.
   string Baseline(void)
   {
      long newest = 1;
      string batch = "";
      for(int i = 0; i < HistoryDealsTotal(); i++)
      {
         long time = HistoryDealGetInteger(HistoryDealGetTicket(i), DEAL_TIME_MSC);
         newest = time > newest ? time : newest;
      }
      for(int i = 0; i < HistoryDealsTotal(); i++)
         if(HistoryDealGetInteger(HistoryDealGetTicket(i), DEAL_TIME_MSC) == newest)
            batch += "\n" + DealRecord(HistoryDealGetTicket(i));
      return("S|" + IntegerToString(newest) + batch);
   }

   // A new journal begins now: what is open is taken as it is and published with the time at which it was opened, so
   // that subscribers can decide; what was closed before is nobody's business.
   bool Begin(const long bridgeMs, const long offsetMs)
   {
      long number = m_next;
      if(m_startMsc > 0 || !SelectHistorySince(bridgeMs))
         return(true);
      string batch = Baseline();
      for(int i = 0; i < PositionsTotal(); i++)
      {
         SLeg leg;
         leg.ticket = (long)PositionGetTicket(i);
         leg.position = PositionGetInteger(POSITION_IDENTIFIER);
         leg.symbol = PositionGetString(POSITION_SYMBOL);
         leg.type = PositionGetInteger(POSITION_TYPE) == POSITION_TYPE_BUY ? "BUY" : "SELL";
         leg.volume = ToHundredths(PositionGetDouble(POSITION_VOLUME));
         leg.price = PositionGetDouble(POSITION_PRICE_OPEN);
         leg.sl = PositionGetDouble(POSITION_SL);
         leg.tp = PositionGetDouble(POSITION_TP);
         int digits = DigitsOf(leg.symbol);
         batch += "\nP|" + IntegerToString(number++) + "|"
                  + IntegerToString(PositionGetInteger(POSITION_TIME_MSC) - offsetMs) + "|OPEN|"
                  + IntegerToString(leg.ticket) + "|" + leg.symbol + "|" + leg.type + "|" + VolumeText(leg.volume) + "|"
                  + PriceText(leg.price, digits) + "|" + PriceText(leg.sl, digits) + "|" + PriceText(leg.tp, digits)
                  + "\n" + leg.Record();
      }
      return(Commit(batch));
   }

   string Error(void)
   {
      return(m_journal.Error());
   }

   void Close(void)
   {
      m_journal.Close();
   }

   long Next(void)
   {
      return(m_next);
   }

   int FindLeg(const long ticket)
   {
      for(int i = 0; i < ArraySize(legs); i++)
         if(legs[i].ticket == ticket)
            return(i);
      return(-1);
   }

   // LAST: what the platform has needs no saying any more; a younger journal goes on behind it.
   bool Acknowledge(const long last)
   {
      string record = "K|" + IntegerToString(last);
      if(last >= m_next)
         record += "\nN|" + IntegerToString(last + 1);
      return(Commit(record));
   }
};

#endif
