// Compares a provider's terminal with what was published of it: deals first, for they say how and when, then pending
// orders and stops.
#ifndef ORLEANS_SCANNER_MQH
#define ORLEANS_SCANNER_MQH

#include "Publisher.mqh"
#include "Requests.mqh"

#define SCAN_PERIOD_MS 1000
#define SCAN_HINT_MS 50

class CScanner
{
private:
   long m_scannedAt;
   bool m_hinted;
   long m_bridge;
   long m_offsetMs;

   long TimeOf(const long serverMsc)
   {
      return(serverMsc > 0 ? serverMsc - m_offsetMs : m_bridge);
   }

   string Signal(const long number, const long time, const string action, const SLeg &leg,
                 const long volume, const double price)
   {
      int digits = DigitsOf(leg.symbol);
      digits = digits < 0 ? 5 : digits;
      return("P|" + IntegerToString(number) + "|" + IntegerToString(time) + "|" + action + "|"
             + IntegerToString(leg.ticket) + "|" + leg.symbol + "|" + leg.type + "|" + VolumeText(volume) + "|"
             + PriceText(price, digits) + "|" + PriceText(leg.sl, digits) + "|" + PriceText(leg.tp, digits));
   }

   // What an order opened, once it is done and all its deals are there. reverses: the deal that reversed a position,
   // which opens with what it did not close; 0: none.
   bool AddOpening(CPublished &published, const long order, const ulong reverses, SFacts &facts, string &marks)
   {
      long all = 0;
      for(int i = 0; i < HistoryDealsTotal(); i++)
      {
         ulong deal = HistoryDealGetTicket(i);
         if(deal == 0 || HistoryDealGetInteger(deal, DEAL_ORDER) != order || !IsTrade(deal))
            continue;
         all += ToHundredths(HistoryDealGetDouble(deal, DEAL_VOLUME));
         if(deal != reverses && HistoryDealGetInteger(deal, DEAL_ENTRY) != DEAL_ENTRY_IN)
            continue;
         facts.AddDeal(deal);
         marks += "\n" + published.DealRecord(deal);
      }
      // What a dealer does by himself has no order.
      return(order == 0 || (!IsLiveOrder(order) && HistoryHasOrder(order) && !IsMoreToCome((ulong)order, all)));
   }

   bool SelectAll(void)
   {
      return(HistorySelect(0, (datetime)((long)TimeTradeServer() + HISTORY_MARGIN_SECONDS)));
   }

   // The signal that an order opened a position or made it more, and the leg of it.
   string Opening(CPublished &published, const long number, const long order, const long volume, const SFacts &facts)
   {
      SLeg leg;
      int index = published.FindLeg(order);
      bool isFill = index >= 0 && published.legs[index].isPending;
      if(isFill)
         leg = published.legs[index];
      else
         leg.type = facts.isBuy ? "BUY" : "SELL";
      leg.ticket = order;
      leg.position = facts.position;
      leg.symbol = facts.symbol;
      leg.isPending = false;
      leg.volume = volume;
      leg.price = facts.price;
      if(SelectPositionById(facts.position))
      {
         leg.sl = PositionGetDouble(POSITION_SL);
         leg.tp = PositionGetDouble(POSITION_TP);
      }
      return(Signal(number, TimeOf(facts.timeMsc), isFill ? "FILL" : "OPEN", leg, volume, facts.price) + "\n"
             + leg.Record());
   }

   // What was filled, by its order: told once the order is done, with all its deals.
   bool TellFill(CPublished &published, const long order)
   {
      SFacts facts;
      string marks = "";
      if(!AddOpening(published, order, 0, facts, marks))
         return(false);
      int index = published.FindLeg(order);
      // Its position was there when the journal began, and its deals have come only now.
      if(index >= 0 && !published.legs[index].isPending)
         return(published.Commit(StringSubstr(marks, 1)));
      return(published.Commit(Opening(published, published.Next(), order, facts.volume, facts) + marks));
   }

   // A deal that closes takes from the position's legs, the oldest first. What is more than there was opens (INOUT),
   // together with what else the same order opened. isOpening: an order that has opened a part of it is not told yet.
   bool TellClose(CPublished &published, const ulong deal, const bool isOpening)
   {
      SFacts opened;
      string marks = "\n" + published.DealRecord(deal);
      long rest = ToHundredths(HistoryDealGetDouble(deal, DEAL_VOLUME));
      long order = HistoryDealGetInteger(deal, DEAL_ORDER);
      long position = HistoryDealGetInteger(deal, DEAL_POSITION_ID);
      bool reverses = HistoryDealGetInteger(deal, DEAL_ENTRY) == DEAL_ENTRY_INOUT;
      long number = published.Next();
      long time = TimeOf(HistoryDealGetInteger(deal, DEAL_TIME_MSC));
      double price = HistoryDealGetDouble(deal, DEAL_PRICE);
      string batch = "";
      if(reverses)
      {
         marks = "";
         if(!AddOpening(published, order, deal, opened, marks))
            return(false);
      }
      for(int i = 0; i < ArraySize(published.legs) && rest > 0; i++)
      {
         SLeg leg;
         leg = published.legs[i];
         if(leg.isPending || leg.position != position)
            continue;
         long part = rest < leg.volume ? rest : leg.volume;
         rest -= part;
         if(reverses)
            opened.Subtract(part, price);
         leg.volume -= part;
         batch += "\n" + Signal(number++, time, "CLOSE", leg, part, price);
         batch += leg.volume > 0 ? "\n" + leg.Record() : "\nX|" + IntegerToString(leg.ticket);
      }
      if(!reverses && rest > 0 && isOpening)
         return(false);
      if(reverses && opened.volume > 0)
         batch += "\n" + Opening(published, number++, order, opened.volume, opened);
      return(published.Commit(StringSubstr(batch + marks, 1)));
   }

   bool IsLiveOrder(const long ticket)
   {
      for(int i = OrdersTotal() - 1; i >= 0; i--)
         if((long)OrderGetTicket(i) == ticket)
            return(true);
      return(false);
   }

   // True: something was told, and the selection of history has changed.
   bool ScanDeals(CPublished &published)
   {
      ARRAY(long, held);
      ARRAY(long, opening);
      if(!SelectHistorySince(Since(published)))
         return(false);
      for(int i = 0; i < HistoryDealsTotal(); i++)
      {
         ulong deal = HistoryDealGetTicket(i);
         if(deal == 0 || !IsTrade(deal) || published.IsOld(deal))
            continue;
         long position = HistoryDealGetInteger(deal, DEAL_POSITION_ID);
         if(Has(held, position))
            continue;
         if(HistoryDealGetInteger(deal, DEAL_ENTRY) == DEAL_ENTRY_IN)
         {
            if(TellFill(published, HistoryDealGetInteger(deal, DEAL_ORDER)))
               return(true);
            Add(opening, position);
            continue;
         }
         // What closes has to be told in its turn: if it has to wait, so does what comes behind it of its position.
         bool mayWait = published.MayWait(deal);
         if(TellClose(published, deal, Has(opening, position)))
            return(true);
         if(!mayWait)
            return(false);
         Add(held, position);
      }
      return(false);
   }

   // What a pending order is filled by is told at its end, which may come long after later deals were told.
   long Since(CPublished &published)
   {
      long since = published.Since();
      for(int i = 0; i < ArraySize(published.legs); i++)
      {
         if(!published.legs[i].isPending)
            continue;
         if(!OrderSelect((ulong)published.legs[i].ticket))
            return(0);
         if(OrderGetDouble(ORDER_VOLUME_CURRENT) < OrderGetDouble(ORDER_VOLUME_INITIAL)
            && OrderGetInteger(ORDER_TIME_SETUP_MSC) < since)
            since = OrderGetInteger(ORDER_TIME_SETUP_MSC);
      }
      return(since);
   }

   bool Has(CONST_ARRAY_REF(long, all), const long one)
   {
      for(int i = 0; i < ArraySize(all); i++)
         if(all[i] == one)
            return(true);
      return(false);
   }

   void Add(ARRAY_REF(long, all), const long one)
   {
      int count = ArraySize(all);
      ArrayResize(all, count + 1, 16);
      all[count] = one;
   }

   bool ScanOrders(CPublished &published)
   {
      for(int i = 0; i < OrdersTotal(); i++)
      {
         SLeg leg;
         ulong ticket = OrderGetTicket(i);
         string type = TypeName(OrderGetInteger(ORDER_TYPE));
         if(ticket == 0 || type == "" || !IsPendingType(OrderGetInteger(ORDER_TYPE)))
            continue;
         int index = published.FindLeg((long)ticket);
         int digits = DigitsOf(OrderGetString(ORDER_SYMBOL));
         leg.ticket = (long)ticket;
         leg.symbol = OrderGetString(ORDER_SYMBOL);
         leg.type = type;
         leg.isPending = true;
         leg.volume = ToHundredths(OrderGetDouble(ORDER_VOLUME_INITIAL));
         leg.price = OrderGetDouble(ORDER_PRICE_OPEN);
         leg.sl = OrderGetDouble(ORDER_SL);
         leg.tp = OrderGetDouble(ORDER_TP);
         long time = TimeOf(OrderGetInteger(ORDER_TIME_SETUP_MSC));
         if(index < 0)
            return(published.Commit(Signal(published.Next(), time, "OPEN", leg, leg.volume, leg.price) + "\n"
                                    + leg.Record()));
         if(!SamePrice(leg.price, published.legs[index].price, digits)
            || !SamePrice(leg.sl, published.legs[index].sl, digits)
            || !SamePrice(leg.tp, published.legs[index].tp, digits))
            return(published.Commit(Signal(published.Next(), m_bridge, "MODIFY", leg, 0, leg.price) + "\n"
                                    + leg.Record()));
      }
      return(false);
   }

   // Pending orders that are gone without a deal, and positions whose stops were moved.
   bool ScanLegs(CPublished &published)
   {
      for(int i = 0; i < ArraySize(published.legs); i++)
      {
         SLeg leg;
         leg = published.legs[i];
         int digits = DigitsOf(leg.symbol);
         if(leg.isPending)
         {
            if(IsLiveOrder(leg.ticket) || !SelectAll() || !IsGone(published, leg.ticket))
               continue;
            return(published.Commit(Signal(published.Next(), m_bridge, "CANCEL", leg, 0, 0.0) + "\nX|"
                                    + IntegerToString(leg.ticket)));
         }
         // Already to the other side: its deals are still to come, and these stops are not the leg's.
         if(!SelectPositionById(leg.position) || leg.IsBuy() != (PositionGetInteger(POSITION_TYPE) == POSITION_TYPE_BUY)
            || (SamePrice(PositionGetDouble(POSITION_SL), leg.sl, digits)
                && SamePrice(PositionGetDouble(POSITION_TP), leg.tp, digits)))
            continue;
         leg.sl = PositionGetDouble(POSITION_SL);
         leg.tp = PositionGetDouble(POSITION_TP);
         return(published.Commit(Signal(published.Next(), m_bridge, "MODIFY", leg, 0, 0.0) + "\n"
                                 + leg.Record()));
      }
      return(false);
   }

   // Removed, and nothing is left to tell of what was filled before; or filled on a netting account against a position that
   // was there, of which only the deals that closed are told.
   bool IsGone(CPublished &published, const long ticket)
   {
      if(!HistoryHasOrder(ticket))
         return(false);
      long state = HistoryOrderGetInteger((ulong)ticket, ORDER_STATE);
      return((state == ORDER_STATE_FILLED || IsRemovedState(state))
             && !IsMoreToCome((ulong)ticket, VolumeTold(published, ticket)));
   }

   long VolumeTold(CPublished &published, const long order)
   {
      long volume = 0;
      for(int i = 0; i < HistoryDealsTotal(); i++)
      {
         ulong deal = HistoryDealGetTicket(i);
         if(deal != 0 && HistoryDealGetInteger(deal, DEAL_ORDER) == order && published.IsOld(deal))
            volume += ToHundredths(HistoryDealGetDouble(deal, DEAL_VOLUME));
      }
      return(volume);
   }

public:
   CScanner(void)
   {
      m_scannedAt = 0;
      m_hinted = true;
      m_bridge = 0;
      m_offsetMs = 0;
   }

   void Hint(void)
   {
      m_hinted = true;
   }

   void Step(CPublished &published, const long localMs, const long bridgeMs)
   {
      if(!IsConnected() || localMs - m_scannedAt < (m_hinted ? SCAN_HINT_MS : SCAN_PERIOD_MS))
         return;
      m_scannedAt = localMs;
      m_bridge = bridgeMs;
      m_offsetMs = ServerOffset(bridgeMs) * 1000;
      m_hinted = false;
      // One thing at a time: each is written down before the next is looked for.
      if(published.HasRoom() && (ScanDeals(published) || ScanOrders(published) || ScanLegs(published)))
      {
         m_hinted = true;
         m_scannedAt = 0;
      }
   }
};

#endif
